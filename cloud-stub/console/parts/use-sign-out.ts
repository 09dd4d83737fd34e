import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';

export function useSignOut(): () => void {
  const { link, toasts } = useDesk();
  return () => {
    link.signOut().catch((error: unknown) => toasts.say(whyNot(error, '')));
  };
}
