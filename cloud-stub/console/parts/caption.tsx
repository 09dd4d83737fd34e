import { useState } from 'preact/hooks';
import type { AlbumItem } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';

const MAX_LENGTH = 200;

/** What is in the picture, in the household's words. */
export function Caption({ item }: { item: AlbumItem }) {
  const { album, toasts } = useDesk();
  const [writing, setWriting] = useState<string | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      await album.change(item.id, { caption: (writing ?? '').trim() });
      setWriting(null);
    } catch (error) {
      toasts.say(whyNot(error, ''));
    }
  };
  if (writing === null) {
    return (
      <>
        <h1>{item.caption || item.deviceName}</h1>
        <button class="link" onClick={() => setWriting(item.caption)}>
          {item.caption ? 'Change the caption' : 'Add a caption'}
        </button>
      </>
    );
  }
  return (
    <>
      <h1 class="unseen">{item.caption || item.deviceName}</h1>
      <form class="inline captionform" onSubmit={(event) => void save(event)}>
        <label class="field">
          <span>Caption</span>
          <input
            value={writing}
            maxLength={MAX_LENGTH}
            autoFocus
            onInput={({ currentTarget }) => setWriting(currentTarget.value)}
            onKeyDown={({ key }) => key === 'Escape' && setWriting(null)}
          />
        </label>
        <button class="btn go">Save</button>
      </form>
    </>
  );
}
