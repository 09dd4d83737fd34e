import { useState } from 'preact/hooks';
import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';

export interface ShowEarlierProps {
  /** A list that comes page by page, the newest first. */
  list: {
    readonly hasOlder: boolean;
    /** @throws ApiError */
    loadOlder(): Promise<void>;
  };
}

/** The way to the next page of a list; nothing when there is none. */
export function ShowEarlier({ list }: ShowEarlierProps) {
  const { toasts } = useDesk();
  const [busy, setBusy] = useState(false);
  if (!list.hasOlder) return null;
  const load = async () => {
    setBusy(true);
    await list.loadOlder().catch((error: unknown) => toasts.say(whyNot(error, '')));
    setBusy(false);
  };
  return (
    <div class="more">
      <button class="btn" aria-busy={busy} onClick={() => void load()}>
        {busy ? 'Fetching' : 'Show earlier'}
      </button>
    </div>
  );
}
