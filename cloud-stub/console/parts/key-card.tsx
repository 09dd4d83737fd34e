/** How this browser comes by a key, as long as it has none. */
import { useState } from 'preact/hooks';
import { SealError } from '#protocol/sealed/seal-error.ts';
import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';
import { Icon } from './icon.tsx';

export function KeyCard() {
  const { keyring, toasts } = useDesk();
  const [busy, setBusy] = useState(false);
  /** Address of the recovery file while it has to be saved. */
  const [file, setFile] = useState<string | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toasts.say(error instanceof SealError ? error.message : whyNot(error, ''));
    }
    setBusy(false);
  };
  const setUp = () =>
    attempt(async () => {
      const text = await keyring.setUp();
      setFile(URL.createObjectURL(new Blob([text], { type: 'application/json' })));
    });
  const recover = (chosen: File | undefined) =>
    chosen && attempt(async () => keyring.recover(await chosen.text()));

  if (file) {
    return (
      <div class="card">
        <h2>Save the recovery file</h2>
        <p class="quiet sm">
          It lets other browsers in, and opens the clips when this one is lost. Keep it where only your
          household finds it. It is nowhere else: without it and without this browser, nobody opens the clips.
        </p>
        <div class="acts">
          <a class="btn go" href={file} download="pupsentry-recovery-key.json">
            <Icon name="download" />
            Save the file
          </a>
          <button class="btn plain" onClick={() => (URL.revokeObjectURL(file), setFile(null))}>
            It is saved
          </button>
        </div>
      </div>
    );
  }
  switch (keyring.state.value) {
    case 'insecure':
      return (
        <div class="card">
          <h2>Only over HTTPS</h2>
          <p class="quiet sm">
            Browsers open sealed clips only on a page that came over HTTPS, or on the machine of the cloud
            stub itself.
          </p>
        </div>
      );
    case 'no-keys':
      return (
        <div class="card">
          <h2>Make the keys first</h2>
          <p class="quiet sm">
            The cameras seal every clip for the keys of your household before it leaves them. The cloud keeps
            what it cannot open. Your key stays in this browser.
          </p>
          <div class="acts">
            <button class="btn go" aria-busy={busy} onClick={() => void setUp()}>
              {busy ? 'Making them' : 'Make the keys'}
            </button>
          </div>
        </div>
      );
    case 'stranger':
      return (
        <div class="card">
          <h2>Let this browser in</h2>
          <p class="quiet sm">Open the recovery file that was saved when the keys were made.</p>
          <div class="acts">
            <label class="btn go" aria-busy={busy}>
              {busy ? 'Opening' : 'Open the recovery file'}
              <input
                class="filepick"
                type="file"
                accept=".json,application/json"
                onChange={(event) => void recover(event.currentTarget.files?.[0])}
              />
            </label>
          </div>
        </div>
      );
    default:
      return null;
  }
}
