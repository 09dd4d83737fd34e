/** In place of a control for what the firmware does not know. */
export function MissingSetting({ name }: { name: string }) {
  return (
    <div class="line">
      <div>
        <h3>{name}</h3>
        <p>Not with this firmware. It comes with an update.</p>
      </div>
    </div>
  );
}
