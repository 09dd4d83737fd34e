/** The pages behind a link to an item of the album. Written whole, without a script; in the console's clothes. */
import type { AlbumItem } from '../api.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);

/** The icon of the console, in the colour of the theme. */
const PUP =
  '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M5.5 10.5C4 8 3.4 5.6 4 3.2c2.4.2 4.3 1.3 5.4 3M18.5 10.5C20 8 20.6 5.6 20 3.2c-2.4.2-4.3 1.3-5.4 3M4.5 13.5a7.5 7.5 0 1 0 15 0 7.5 7.5 0 1 0-15 0M9.4 13.5a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0"/></svg>';

const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export function sharePage(options: { item: AlbumItem; token: string; expiresMs: number }): string {
  const { item, token, expiresMs } = options;
  const file = `/s/${token}/file`;
  const taken = `${day.format(item.takenMs).replace(',', '')}, ${time.format(item.takenMs)}`;
  const title = item.caption || item.deviceName;
  const alt = escaped(`${item.deviceName}, ${taken}`);
  const size = item.width && item.height ? ` width="${item.width}" height="${item.height}"` : '';
  const shown =
    item.kind === 'clip'
      ? `<video src="${file}" controls playsinline preload="metadata" aria-label="${alt}"${size}${
          item.thumbnail ? ` poster="/s/${token}/thumbnail"` : ''
        }></video>`
      : `<img src="${file}" alt="${alt}"${size}>`;
  const name = `${item.deviceName} ${new Date(item.takenMs).toISOString().slice(0, 16).replaceAll(':', '.')}`;
  const ending = item.kind === 'clip' ? 'mp4' : 'jpg';
  return page(
    title,
    `<figure class="sharedpic">${shown}</figure>
<div class="sharedwords">
<h1>${escaped(title)}</h1>
<p class="quiet num">${item.caption ? `${escaped(item.deviceName)}, ` : ''}${taken}</p>
<div class="acts"><a class="btn" href="${file}" download="${escaped(name)}.${ending}">Save ${
      item.kind === 'clip' ? 'clip' : 'picture'
    }</a></div>
<p class="fig">${escaped(item.keptBy)} shared this. The link ends on ${day.format(expiresMs).replace(',', '')}.</p>
</div>`,
  );
}

export function messagePage(title: string, words: string): string {
  return page(
    title,
    `<div class="sharedwords"><h1>${escaped(title)}</h1><p class="quiet">${escaped(words)}</p></div>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="robots" content="noindex,nofollow,noarchive">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Pupsentry</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/console.css">
</head>
<body>
<main class="shared">
<p class="brand">${PUP}Pupsentry</p>
${body}
</main>
</body>
</html>
`;
}
