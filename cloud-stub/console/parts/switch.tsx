export interface SwitchProps {
  on: boolean;
  /** Asked for, not confirmed yet. */
  pending?: boolean;
  label: string;
  onChange(on: boolean): void;
}

/** With the word beside it: never the colour alone. */
export function Switch({ on, pending, label, onChange }: SwitchProps) {
  return (
    <div class="switched">
      <span class="onword" aria-hidden="true">
        {on ? 'On' : 'Off'}
      </span>
      <button
        class="switch"
        role="switch"
        aria-checked={on}
        aria-busy={pending}
        aria-label={label}
        onClick={() => onChange(!on)}
      >
        <i />
      </button>
    </div>
  );
}
