import { useDesk } from '../desk.ts';

export function Toast() {
  const { toasts } = useDesk();
  return (
    <div class={toasts.shown.value ? 'toast on' : 'toast'} role="status">
      {toasts.text}
    </div>
  );
}
