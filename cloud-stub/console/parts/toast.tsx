import { useDesk } from '../desk.ts';

export function Toast() {
  const { toasts } = useDesk();
  const action = toasts.action.value;
  return (
    <div class={toasts.shown.value ? 'toast on' : 'toast'}>
      <span role="status">{toasts.text}</span>
      {action && (
        <button class="undo" onClick={action.run}>
          {action.name}
        </button>
      )}
    </div>
  );
}
