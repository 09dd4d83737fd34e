import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';
import { simulatedEvents } from '../simulated-household.ts';

const test = suite('events');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start({ events: simulatedEvents(Date.now(), 120) });
});
test.after(() => console_?.stop());

test('pages by cursor until the first event', async () => {
  const page = await console_.open({ at: 'events' });
  const rows = page.locator('.ev');
  await rows.first().waitFor();
  assert.is(await rows.count(), 50);
  const more = page.getByRole('button', { name: 'Show earlier' });
  await more.click();
  await rows.nth(99).waitFor();
  await more.click();
  await rows.nth(119).waitFor();
  assert.is(await more.count(), 0);
  assert.ok((await page.locator('h2.day').count()) > 2, 'by day');
  await page.context().close();
});

test('an event arrives live, and its picture after it', async () => {
  const page = await console_.open({ at: 'events', size: PHONE });
  await page.locator('.ev').first().waitFor();
  const event = console_.cloud.ring({ late: true }); // late: it does not cover the page by ringing
  const row = page.locator(`a[href="#event/${event.id}"]`);
  await row.getByText('Not seen:').waitFor({ state: 'attached' });
  assert.is(await row.locator('img').count(), 0);
  assert.is(await row.locator('.pic.skel').count(), 1, 'the picture is on its way');
  console_.cloud.addPicture(event.id);
  await row.locator('img').waitFor();
  assert.ok(
    await row.locator('img').evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
  );
  await page.context().close();
});

test('filters show what they say', async () => {
  const page = await console_.open({ at: 'events' });
  const unseen = console_.cloud.events.filter((e) => !e.seen).length;
  await page.getByRole('button', { name: 'Not seen' }).click();
  assert.is(await page.locator('.ev').count(), unseen);
  assert.is(await page.getByRole('button', { name: 'Not seen' }).getAttribute('aria-pressed'), 'true');
  const first = console_.cloud.events.slice(0, 50);
  for (const [name, kind] of [
    ['Rings', 'ring'],
    ['Motion', 'motion'],
    ['Sounds', 'sound'],
    ['Tampering', 'tamper'],
  ] as const) {
    await page.getByRole('button', { name }).click();
    assert.is(await page.locator('.ev').count(), first.filter((e) => e.kind === kind).length, name);
  }
  await page.context().close();
});

test('an alarm says what it was, where, and whether anybody was told', async () => {
  const event = console_.cloud.ring({
    ...{ kind: 'sound', labels: ['dog', 'loud'], zones: ['Path', 'Gate'], quiet: true, late: true },
    ...{ startedMs: Date.now() - 60_000, endedMs: Date.now() - 55_000 },
  });
  const page = await console_.open({ at: `event/${event.id}` });
  await page.getByRole('heading', { name: 'A dog barked for 5 s.' }).waitFor();
  const facts = page.locator('.facts');
  assert.match(await facts.innerText(), /Where\s+Path and Gate/);
  assert.match(await facts.innerText(), /Nobody: notifications were off or snoozed/);
  await page.context().close();
});

test('an event page: the whole picture, the facts, and seen from then on', async () => {
  const event = console_.cloud.ring({ late: true, presses: 3, startedMs: Date.now() - 3_600_000 });
  console_.cloud.addPicture(event.id);
  const page = await console_.open();
  await console_.seenArrives(page, () => console_.go(page, `event/${event.id}`));
  await page.getByRole('heading', { name: 'Someone rang, 3 presses.' }).waitFor();
  const fit = await page.locator('.whole img').evaluate((img) => getComputedStyle(img).objectFit);
  assert.is(fit, 'contain');
  const facts = await page.locator('.facts').innerText();
  assert.match(facts, /Presses\s+3/);
  assert.match(facts, /Arrived late\s+At .*while the device had no link/);
  assert.match(facts, /The camera does not know who it was/);
  await console_.go(page, 'events');
  const row = page.locator(`a[href="#event/${event.id}"]`);
  await row.waitFor();
  assert.not((await row.getAttribute('class'))?.includes('new'));
  assert.ok(console_.cloud.events.find((e) => e.id === event.id)?.seen, 'the cloud knows');
  await page.context().close();
});

test('an old event is found by its address; a wrong one gets a sentence', async () => {
  const oldest = console_.cloud.events.at(-1)!;
  const page = await console_.open({ at: `event/${oldest.id}` });
  await page.locator('.whole img').waitFor();
  await console_.go(page, 'event/no-such-event');
  await page.getByRole('heading', { name: 'This event is not here any more.' }).waitFor();
  await page.context().close();
});

test('mark all as seen', async () => {
  const page = await console_.open({ at: 'events' });
  await console_.seenArrives(page, () => page.getByRole('button', { name: 'Mark all as seen' }).click());
  await page.getByRole('heading', { name: 'You have seen everything.' }).waitFor();
  assert.is(await page.locator('.rail .count').count(), 0);
  await page.getByRole('button', { name: 'Not seen' }).click();
  await page.getByRole('heading', { name: 'Nothing here.' }).waitFor();
  assert.ok(console_.cloud.events.every((e) => e.seen));
  await page.context().close();
});

test.run();
