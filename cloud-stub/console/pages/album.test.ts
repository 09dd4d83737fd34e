import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, DESKTOP, PHONE } from '../console-under-test.ts';
import { dayName } from '../wording/times.ts';

const test = suite('album');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
});
test.after(() => console_?.stop());

const items = () => console_.cloud.album.items;

test('days of pictures; filters; one is opened, turned and captioned by keyboard', async () => {
  const page = await console_.open({ at: 'album' });
  await page.getByRole('heading', { level: 1, name: '14 moments kept.' }).waitFor();
  // "Today", but for the first two hours of a day.
  const day = dayName(items()[0]!.takenMs, Date.now());
  await page.getByRole('heading', { level: 2, name: day, exact: true }).waitFor();
  assert.is(await page.locator('a.shot').count(), 14);
  await page.getByRole('button', { name: 'Favourites' }).click();
  assert.is(await page.locator('a.shot').count(), 3);
  await page.getByRole('button', { name: 'All' }).click();
  await page.getByRole('link', { name: /^Clip of Front door, .*Biscuit on the porch$/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Biscuit on the porch' }).waitFor();
  await page.getByText('1 of 14').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('2 of 14').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('3 of 14').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByText('2 of 14').waitFor();
  await page.getByRole('button', { name: 'Add a caption' }).click();
  await page.getByLabel('Caption').fill('The parcel with the lamp');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'The parcel with the lamp' }).waitFor();
  assert.is(items()[1]?.caption, 'The parcel with the lamp');
  await page.getByRole('button', { name: 'Favourite' }).click();
  await page.locator('button[aria-pressed=true]', { hasText: 'Favourite' }).waitFor();
  assert.is(items()[1]?.favourite, true);
  await page.context().close();
});

test('a key pressed as soon as a picture has turned goes on from it', async () => {
  const page = await console_.open({ at: `album/${items()[0]!.id}` });
  await page.getByText('1 of 14').waitFor();
  await page.evaluate(() => {
    const turns = document.querySelector('.turns')!;
    let last = '';
    const observer = new MutationObserver(() => {
      if (turns.textContent === last || turns.textContent!.startsWith('5 of')) return;
      last = turns.textContent!;
      dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
    });
    observer.observe(turns, { subtree: true, childList: true, characterData: true });
    dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
  });
  await page.getByText('5 of 14').waitFor();
  await page.context().close();
});

test('a swipe turns; what another phone keeps, appears', async () => {
  const page = await console_.open({ at: `album/${items()[1]!.id}`, size: PHONE });
  await page.getByText('2 of 14').waitFor();
  const swipe = (from: number, to: number) =>
    page.locator('.stage').evaluate(
      (target, [x1, x2]) => {
        const [first, last] = [x1!, x2!].map(
          (clientX) => new Touch({ identifier: 1, target, clientX, clientY: 200 }),
        );
        target.dispatchEvent(new TouchEvent('touchstart', { touches: [first!], bubbles: true }));
        target.dispatchEvent(new TouchEvent('touchend', { changedTouches: [last!], bubbles: true }));
      },
      [from, to],
    );
  await swipe(300, 100);
  await page.getByText('3 of 14').waitFor();
  await swipe(100, 300);
  await page.getByText('2 of 14').waitFor();
  const kept = console_.cloud.album.items[0]!;
  console_.cloud.push({
    type: 'album',
    data: { items: [{ ...kept, id: 'from-elsewhere', takenMs: Date.now() }], removed: [] },
  });
  await page.getByText('3 of 15').waitFor();
  console_.cloud.push({ type: 'album', data: { items: [], removed: ['from-elsewhere'] } });
  await page.getByText('2 of 14').waitFor();
  await page.context().close();
});

test('deleted: gone at once, back by Undo, for good afterwards or when the page is left', async () => {
  const page = await console_.open({ at: 'album' });
  const [first, second, third] = items().map(({ id }) => id);
  await page.getByRole('button', { name: 'Select' }).click();
  await page.locator('button.shot').nth(0).click();
  await page.locator('button.shot').nth(1).click();
  await page.getByText('2 selected').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.shot').length === 12);
  await page.getByRole('heading', { level: 1, name: '12 moments kept.' }).waitFor();
  const line = async (selector: string) => (await page.locator(selector).boundingBox())!;
  const [toast, undo] = [await line('.toast.on'), await line('.toast .undo')];
  const middle = ({ y, height }: typeof toast) => y + height / 2;
  assert.ok(Math.abs(middle(toast) - middle(undo)) < 4, 'the words and Undo stand in one line');
  assert.is(items().length, 14, 'nothing is gone yet');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.shot').length === 14);
  await console_.go(page, `album/${first}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  const isShown = (id: string) => page.locator(`.stage [src*="${id}"]`).waitFor();
  await isShown(second!);
  await page.getByText('1 of 13').waitFor();
  const gone = page.waitForRequest('**/api/album/delete');
  await page.getByRole('button', { name: 'Delete' }).click(); // the first one goes for good now
  await isShown(third!);
  assert.equal((await gone).postDataJSON(), { ids: [first] });
  const last = new Promise<void>((resolve) => {
    const { album } = console_.cloud;
    const before = album.delete.bind(album);
    album.delete = (ids) => (resolve(), before(ids));
  });
  await page.goto('about:blank');
  await last;
  assert.equal(
    items().filter(({ id }) => id === first || id === second),
    [],
  );
  await page.context().close();
});

test('a link: for how long, copied, listed, ended', async () => {
  const page = await console_.open({ at: `album/${items()[0]!.id}`, size: DESKTOP });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('This household alone').waitFor();
  await page.getByRole('button', { name: 'Share' }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByRole('button', { name: '30 days' }).click();
  await sheet.getByRole('button', { name: 'Make a link' }).click();
  await sheet.getByText('Ends in 30 days, not opened yet').waitFor();
  await sheet.getByRole('button', { name: 'Copy the link' }).click();
  await page.getByText('Link copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, new RegExp(`^${console_.cloud.url}/s/[\\w-]{43}$`));
  await sheet.getByRole('button', { name: 'End the link by Mira' }).click();
  await sheet.getByRole('button', { name: 'Make a link' }).waitFor();
  await sheet.getByText('leads here').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.is(await page.evaluate(() => document.activeElement?.textContent), 'Share', 'focus comes back');
  await page.context().close();
});

test('kept from live and from an event, once', async () => {
  const page = await console_.open({ at: 'live/doorbell-front' });
  await page.getByRole('button', { name: 'Snapshot' }).click();
  await page.getByRole('button', { name: 'Keep in album' }).click();
  await page.getByRole('link', { name: 'In the album' }).click();
  await page.getByRole('heading', { level: 1, name: 'Front door' }).waitFor();
  await page.getByText('Mira, while looking live').waitFor();
  const event = console_.cloud.events.find(({ snapshot }) => snapshot)!;
  await console_.go(page, `event/${event.id}`);
  await page.getByRole('button', { name: 'Keep in album' }).click();
  await page.getByText('Kept in the album until someone deletes it.').waitFor();
  await page.getByRole('link', { name: 'In the album' }).click();
  await page.getByText('Mira, from an event').waitFor();
  await page.context().close();
});

test('nothing kept: what will be there; something gone: that it is', async () => {
  const { album } = console_.cloud;
  const kept = album.items;
  album.items = [];
  const page = await console_.open({ at: 'album' });
  await page.getByRole('heading', { name: 'Nothing kept yet.' }).waitFor();
  await page.getByText('Take a snapshot while looking live').waitFor();
  await console_.go(page, 'album/no-such-thing');
  await page.getByRole('heading', { name: 'This is not in the album any more.' }).waitFor();
  album.items = kept;
  await page.context().close();
});

test.run();
