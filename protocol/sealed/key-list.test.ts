/** Lists of household keys: trusted on first use, then only from hand to hand. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  fromKeyJson,
  makeHouseholdKey,
  readRecoveryFile,
  recoveryFile,
  toKeyJson,
  type HouseholdKey,
} from './household-key.ts';
import { signKeyList, verifyKeyList, type KeyList, type SignedKeyList } from './key-list.ts';
import { openClip } from './open.ts';
import { seal } from './seal.ts';
import { SealError } from './seal-error.ts';

const test = suite('household keys');
const browser = (name: string) => makeHouseholdKey({ name, kind: 'browser' });

async function refusal(signed: SignedKeyList, before: KeyList | null): Promise<string> {
  return verifyKeyList(signed, before).then(
    () => 'taken',
    (error: unknown) => (error instanceof SealError ? error.code : String(error)),
  );
}

test('from the first list on, only a key of the list before can change it', async () => {
  const [phone, tablet, cloud] = (await Promise.all(['Phone', 'Tablet', 'Cloud'].map(browser))) as [
    HouseholdKey,
    HouseholdKey,
    HouseholdKey,
  ];
  const sign = (revision: number, keys: HouseholdKey[], by: HouseholdKey, household = 'home') =>
    signKeyList({ household, revision, keys }, by);

  assert.is(
    await refusal(await sign(1, [phone], cloud), null),
    'not-trusted',
    'a first list signed by nobody in it',
  );
  const first = await verifyKeyList(await sign(1, [phone], phone), null);
  assert.equal([first.revision, first.keys.map(({ name }) => name)], [1, ['Phone']]);

  // What the cloud might try.
  assert.is(
    await refusal(await sign(2, [phone, cloud], cloud), first),
    'not-trusted',
    'its own key, by itself',
  );
  assert.is(await refusal(await sign(2, [cloud], cloud), first), 'not-trusted');
  assert.is(await refusal(await sign(1, [phone], phone), first), 'not-trusted', 'the same again');
  assert.is(
    await refusal(await sign(2, [phone], phone, 'other'), first),
    'not-trusted',
    'of another household',
  );
  const second = await sign(2, [phone, tablet], phone);
  for (const bent of [
    { ...second, text: second.text.replace('Tablet', 'Cloudy') },
    { ...second, signature: second.signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) },
    { ...second, signature: '' },
    { ...second, signature: '!' },
    { ...second, signedBy: tablet.id },
  ])
    assert.is(await refusal(bent, first), 'not-trusted');

  const list = await verifyKeyList(second, first);
  const third = await verifyKeyList(await sign(7, [tablet], tablet), list);
  assert.is(await refusal(await sign(8, [phone], phone), third), 'not-trusted', 'a phone that was taken off');
  assert.is(await refusal(second, third), 'not-trusted', 'an old list');
});

test('what is no list is refused', async () => {
  const phone = await browser('Phone');
  const good = await signKeyList({ household: 'home', revision: 1, keys: [phone] }, phone);
  const json = toKeyJson(phone);
  const texts = [
    '',
    '{',
    'null',
    '{}',
    JSON.stringify({ household: 'home', revision: 0, keys: [json] }),
    JSON.stringify({ household: '', revision: 1, keys: [json] }),
    JSON.stringify({ household: 'home', revision: 1, keys: [] }),
    JSON.stringify({ household: 'home', revision: 1, keys: [json, json] }),
    JSON.stringify({ household: 'home', revision: 1, keys: Array.from({ length: 33 }, () => json) }),
    JSON.stringify({ household: 'home', revision: 1, keys: [null] }),
    JSON.stringify({ household: 'x'.repeat(20_000), revision: 1, keys: [json] }),
  ];
  for (const text of texts) assert.is(await refusal({ ...good, text }, null), 'malformed', text.slice(0, 60));
  for (const bent of [
    { ...json, id: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { ...json, kind: 'cloud' },
    { ...json, openKey: json.openKey.replace(/....$/, 'AAAA') },
    { ...json, openKey: 'BA' },
  ]) {
    const failure = await fromKeyJson(bent).catch((error: unknown) => error);
    assert.is((failure as SealError).code, 'malformed', JSON.stringify(bent));
  }
});

test('a recovery file gives the key back, which then stays where it is', async () => {
  const key = await makeHouseholdKey({ name: 'Recovery', kind: 'recovery' }, true);
  const file = await recoveryFile(key);
  const back = await readRecoveryFile(file);
  assert.is(back.id, key.id);
  assert.is(back.open.privateKey.extractable, false);
  const parts: Uint8Array[] = [];
  const ids = { clipId: crypto.randomUUID(), eventId: crypto.randomUUID(), deviceId: 'front-door-1' };
  for await (const part of seal({
    ...{ ...ids, createdMs: 1, keys: [key], about: new Uint8Array(1), thumbnail: null, media: [] },
  }))
    parts.push(part);
  assert.is((await openClip(parts[0]!, [back])).header.clipId, ids.clipId);
  const list = await signKeyList({ household: 'home', revision: 1, keys: [back] }, back);
  assert.is((await verifyKeyList(list, null)).keys[0]!.kind, 'recovery');

  for (const text of ['', '{}', 'null', file.slice(0, -20), file.replace('key-1', 'key-2')]) {
    const failure = await readRecoveryFile(text).catch((error: unknown) => error);
    assert.is((failure as SealError).code, 'malformed', text.slice(0, 30));
  }
  const kept = await browser('Phone');
  assert.is(kept.open.privateKey.extractable, false);
});

test.run();
