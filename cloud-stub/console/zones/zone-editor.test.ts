import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';
import { FRONT_ZONES } from '../simulated-household.ts';

const test = suite('zone editor');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
});
test.after(() => console_?.stop());

const EMPTY = 'watch/camera-driveway';
const FRONT = 'watch/doorbell-front';

/** Whole pixels, so that a browser has nothing to round: where they are on the screen, and in the picture. */
async function onPicture(page: Page, parts: [number, number][]) {
  const box = (await page.locator('.zonebox').boundingBox())!;
  const px = parts.map(([x, y]) => [Math.round(box.x + x * box.width), Math.round(box.y + y * box.height)]);
  const part = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  const points = px.map(([x, y]) => [part((x! - box.x) / box.width), part((y! - box.y) / box.height)]);
  return { px: px as [number, number][], points };
}

async function saved(page: Page): Promise<unknown> {
  await console_.wishArrives(page, () => page.getByRole('button', { name: 'Save zones' }).click());
  const wish = console_.cloud.lastWish!;
  return (wish.body as Record<string, unknown>)['zones.list'];
}

test('by mouse: corners, closed at the first one, named, black; saved as drawn', async () => {
  const page = await console_.open({ at: EMPTY });
  await page.getByRole('button', { name: 'Draw zones' }).click();
  await page.getByRole('heading', { name: 'Zones of Driveway' }).waitFor();
  await page.getByRole('button', { name: 'Draw a zone' }).click();
  const { px, points } = await onPicture(page, [
    [0.2, 0.3],
    [0.6, 0.25],
    [0.7, 0.9],
    [0.25, 0.8],
  ]);
  for (const [x, y] of px) await page.mouse.click(x, y);
  assert.ok(await page.getByRole('button', { name: 'Save zones' }).isDisabled(), 'not while it is open');
  await page.mouse.click(...px[0]!);
  await page.getByLabel('Name').fill('Neighbours');
  await page.getByLabel('Black for everyone').check();
  assert.is(await page.locator('.zone.privacy.chosen').count(), 1);
  const zones = `[{"name":"Neighbours","use":"privacy","points":${JSON.stringify(points)}}]`;
  assert.is(await saved(page), zones);
  await page.getByRole('button', { name: /^Neighbours/ }).waitFor();
  await page.locator('button:focus', { hasText: 'Change zones' }).waitFor(); // where it came from
  console_.cloud.reportSettings('camera-driveway', { 'zones.list': '' });
  await page.context().close();
});

test('by mouse: a corner is dragged beyond the edge and stays at it; a zone moves; undo', async () => {
  console_.cloud.reportSettings('camera-driveway', {
    'zones.list': '[{"name":"Gate","use":"motion","points":[[0.2,0.2],[0.6,0.2],[0.4,0.6]]}]',
  });
  const page = await console_.open({ at: EMPTY });
  await page.getByRole('button', { name: /^Gate/ }).click();
  const box = (await page.locator('.zonebox').boundingBox())!;
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  const drag = async (from: [number, number], to: [number, number]) => {
    await page.mouse.move(...at(...from));
    await page.mouse.down();
    await page.mouse.move(...at(...to), { steps: 4 });
    await page.mouse.up();
  };
  await drag([0.6, 0.2], [1.1, 0.2]);
  await page.getByRole('button', { name: 'Corner 2 of 3, 100 % across, 20 % down' }).waitFor();
  await drag([0.4, 0.4], [0.4, 0.9]);
  await page.getByRole('button', { name: 'Corner 3 of 3, 40 % across, 100 % down' }).waitFor();
  await page.getByRole('button', { name: 'Delete zone' }).click();
  await page.getByText('Gate is deleted.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.is(await saved(page), '[{"name":"Gate","use":"motion","points":[[0.2,0.6],[1,0.6],[0.4,1]]}]');
  console_.cloud.reportSettings('camera-driveway', { 'zones.list': '' });
  await page.context().close();
});

test('by thumb: taps make corners, and one is dragged from beside it', async () => {
  const page = await console_.open({ at: EMPTY, size: PHONE, touch: true });
  await page.getByRole('button', { name: 'Draw zones' }).tap();
  await page.getByRole('button', { name: 'Draw a zone' }).tap();
  const { px, points } = await onPicture(page, [
    [0.2, 0.3],
    [0.8, 0.3],
    [0.5, 0.85],
  ]);
  for (const [x, y] of px) await page.touchscreen.tap(x, y);
  await page.getByRole('button', { name: 'Close zone' }).tap();
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  const before = await page.evaluate(() => scrollY);
  const [x, y] = px[2]!;
  await touch('touchStart', x + 15, y + 12);
  for (const by of [10, 20, 30]) await touch('touchMove', x + 15 + by, y + 12 - by);
  await touch('touchEnd');
  assert.is(await page.evaluate(() => scrollY), before, 'the page stays where it is');
  const box = (await page.locator('.zonebox').boundingBox())!;
  const [wasX, wasY] = points[2]!;
  const zones = JSON.parse(String(await saved(page))) as { points: [number, number][] }[];
  const [isX, isY] = zones[0]!.points[2]!;
  assert.ok(Math.abs(isX - wasX! - 30 / box.width) < 0.002, `across: ${isX} from ${wasX}`);
  assert.ok(Math.abs(isY - wasY! + 30 / box.height) < 0.002, `down: ${isY} from ${wasY}`);
  assert.equal(zones[0]!.points.slice(0, 2), points.slice(0, 2));
  console_.cloud.reportSettings('camera-driveway', { 'zones.list': '' });
  await page.context().close();
});

test('by keyboard alone: a box, its corners moved and removed', async () => {
  const page = await console_.open({ at: EMPTY });
  await page.getByRole('button', { name: 'Draw zones' }).press('Enter');
  await page.getByRole('button', { name: 'Add a box' }).press('Enter');
  await page.locator('[data-corner="0"]:focus').waitFor();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowLeft'])
    await page.keyboard.press(key);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await page.locator('[data-corner="0"]:focus').waitFor();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
  await page.locator('[data-corner="3"]:focus').waitFor();
  await page.keyboard.press('Delete');
  await page.locator('[data-corner="2"]:focus').waitFor();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Corner 3 of 3' }).waitFor();
  assert.is(
    await saved(page),
    '[{"name":"Zone 1","use":"motion","points":[[0.285,0.355],[0.7,0.35],[0.7,0.8]]}]',
  );
  console_.cloud.reportSettings('camera-driveway', { 'zones.list': '' });
  await page.context().close();
});

test('what is drawn outlives news of the device; giving it up takes a second word', async () => {
  const page = await console_.open({ at: FRONT, size: PHONE });
  await page.getByRole('button', { name: /^Path/ }).click();
  await page.getByLabel('Name').fill('Garden path');
  console_.cloud.beat();
  console_.cloud.change('doorbell-front', { name: 'Front gate', online: false });
  await page.getByRole('heading', { name: 'Zones of Front gate' }).waitFor();
  assert.is(await page.getByLabel('Name').inputValue(), 'Garden path');
  console_.cloud.reportSettings('doorbell-front', { 'zones.list': '' });
  await page.getByText('They were changed elsewhere meanwhile.').waitFor();
  assert.is((await page.locator('.zone').count()) > 3, true, 'three zones and their swatches');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Go on drawing' }).click();
  assert.is(await page.getByLabel('Name').inputValue(), 'Garden path');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Give it up' }).click();
  await page.getByText('Everything in the picture counts, and everything is seen.').first().waitFor();
  console_.cloud.change('doorbell-front', { name: 'Front door', online: true });
  console_.cloud.reportSettings('doorbell-front', { 'device.name': 'Front door', 'zones.list': FRONT_ZONES });
  await page.context().close();
});

test('a new picture is under the zones at once; a black part stays black until it is taken anew', async () => {
  const page = await console_.open({ at: FRONT });
  await page.getByRole('button', { name: 'Change zones' }).click();
  const picture = page.locator('.zonebox img');
  const before = await picture.getAttribute('src');
  await page.getByRole('button', { name: 'New picture' }).click();
  await page.waitForFunction(
    (src) => document.querySelector('.zonebox img')?.getAttribute('src') !== src,
    before,
  );
  await page.getByRole('button', { name: /^Window across/ }).click();
  await page.getByRole('button', { name: 'Delete zone' }).click();
  await page.getByText('The picture stays black where a zone was black').waitFor();
  console_.cloud.setPrivacy('doorbell-front', true);
  await page.locator('.zonebox .closed').waitFor();
  assert.is(await picture.count(), 0, 'no old picture behind the shutter');
  console_.cloud.setPrivacy('doorbell-front', false);
  await page.context().close();
});

test.run();
