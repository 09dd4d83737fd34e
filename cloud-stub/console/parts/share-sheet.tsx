import { useEffect, useRef, useState } from 'preact/hooks';
import type { AlbumItem, AlbumLink } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { linkSentence } from '../wording/album.ts';
import { whyNot } from '../wording/refused-command.ts';
import { Icon } from './icon.tsx';
import { Segmented } from './segmented.tsx';

type Days = '1' | '7' | '30';
const DAYS: { value: Days; name: string }[] = [
  { value: '1', name: '1 day' },
  { value: '7', name: '7 days' },
  { value: '30', name: '30 days' },
];

/** Links to one item for people without an account: made, copied, ended. */
export function ShareSheet({ item, onClose }: { item: AlbumItem; onClose(): void }) {
  const { api, now, toasts } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [days, setDays] = useState<Days>('7');
  const [made, setMade] = useState<string | null>(null);
  const [links, setLinks] = useState<AlbumLink[]>([]);
  const [busy, setBusy] = useState(false);
  const trying = async (work: () => Promise<void>) => {
    setBusy(true);
    await work().catch((error: unknown) => toasts.say(whyNot(error, '')));
    setBusy(false);
  };
  const fetchLinks = async () => setLinks(await api.albumLinks(item.id));
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    void trying(fetchLinks);
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const make = () =>
    trying(async () => {
      const { path } = await api.makeAlbumLink(item.id, Number(days));
      setMade(location.origin + path);
      await fetchLinks();
    });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made!);
      toasts.say('Link copied.');
    } catch {
      toasts.say('This browser does not let the page copy. Select the link instead.');
    }
  };
  const end = (link: AlbumLink) =>
    trying(async () => {
      await api.endAlbumLink(item.id, link.id);
      setMade(null);
      await fetchLinks();
      toasts.say('The link leads nowhere now.');
    });
  const noun = item.kind === 'clip' ? 'clip' : 'picture';
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="share-words" onClose={onClose}>
      <div class="sheethead">
        <h2 id="share-words">Share this {noun}</h2>
        <button class="btn icon" aria-label="Close" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </div>
      <p class="quiet sm">Whoever has the link sees this one {noun}, without signing in, until it ends.</p>
      {made === null ? (
        <div class="sharemake">
          <Segmented
            label="How long the link works"
            options={DAYS}
            value={days}
            onChange={(value: Days) => setDays(value)}
          />
          <button class="btn go" aria-busy={busy} onClick={() => void make()}>
            Make a link
          </button>
        </div>
      ) : (
        <div class="sharemade">
          <label class="field">
            <span>Copy it now: it is not shown again.</span>
            <input readOnly value={made} onFocus={({ currentTarget }) => currentTarget.select()} />
          </label>
          <div class="acts">
            <button class="btn go" onClick={() => void copy()}>
              <Icon name="copy" />
              Copy the link
            </button>
            <button class="btn" onClick={() => setMade(null)}>
              Make another
            </button>
          </div>
        </div>
      )}
      {links.length > 0 && (
        <>
          <h3>{links.length === 1 ? 'One link leads here' : `${links.length} links lead here`}</h3>
          <ul>
            {links.map((link) => (
              <li key={link.id} class="linkrow">
                <span class="sm num">
                  {linkSentence(link, now.ms.value)}
                  <small>by {link.by}</small>
                </span>
                <button
                  class="btn plain"
                  aria-label={`End the link by ${link.by}`}
                  onClick={() => void end(link)}
                >
                  End it
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </dialog>
  );
}
