/**
 * F8, F17: metadata that is truncated, flipped, or well signed and nonsense. None is accepted, each has its reason, and nothing
 * else is thrown. `TRUST_ROUNDS` (1) times 200 damaged files and 300 well-signed pieces of nonsense.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { aRelease, RepositoryUnderTest, sign } from '../release/repository-under-test.ts';
import { DeviceUnderTest, fromMemory } from './device-under-test.ts';
import { customOf, releaseOf } from './target.ts';

const test = suite('damaged metadata');
const ROUNDS = Number(process.env.TRUST_ROUNDS ?? 1);
const ROLES = ['root', 'targets', 'snapshot', 'timestamp'] as const;

/** Serves version 2 of all, which lists 2.0.0. */
function repositoryOfTwo(): RepositoryUnderTest {
  const repository = new RepositoryUnderTest();
  repository.list([aRelease({ version: '2.0.0' })]);
  repository.publish(...ROLES);
  return repository;
}

const deviceOf = (repository: RepositoryUnderTest, files: ReadonlyMap<string, string | Buffer>) =>
  DeviceUnderTest.start(repository, ['http://mirror'], { get: fromMemory({ files }) });

test('truncated or flipped', async () => {
  const random = seededRandom(8);
  const below = (count: number) => Math.floor(random() * count);
  const repository = repositoryOfTwo();
  const reasons = new Map<string, number>();
  for (let i = 0; i < 200 * ROUNDS; i++) {
    const role = ROLES[i % 4]!;
    const name = role === 'timestamp' ? 'timestamp.json' : `2.${role}.json`;
    const whole = Buffer.from(repository.files.get(name)!);
    const damaged = random() < 0.3 ? whole.subarray(0, below(whole.length)) : Buffer.from(whole);
    if (damaged.length === whole.length) damaged[below(whole.length)]! ^= 1 << below(8);
    const device = await deviceOf(
      repository,
      new Map<string, string | Buffer>(repository.files).set(name, damaged),
    );
    const outcome = await device.outcome();
    reasons.set(outcome, (reasons.get(outcome) ?? 0) + 1);
    if (outcome === '2.0.0')
      assert.equal(signedPart(damaged), signedPart(whole), `case ${i}: what was signed is whole`);
    else
      assert.match(outcome, /^metadata-(malformed|unsigned|mixed|missing|expired|rolled-back)$/, `case ${i}`);
    assert.ok((await device.versions()).every((version) => version <= 2));
  }
  assert.ok((reasons.get('2.0.0') ?? 0) < 20 * ROUNDS, 'such as a letter of a signature in capitals');
});

const signedPart = (bytes: Buffer) => (JSON.parse(bytes.toString()) as { signed: unknown }).signed;

const NONSENSE: readonly unknown[] = [
  ...[null, true, '', 'x', 0, -1, 1.5, 2 ** 53, 1e308, [], {}, [null], [[]], { a: {} }],
  ...['__proto__', '2.0.0', '../..', 'root', '9999-12-31T23:59:59Z', '\u0000', '\ud800', 'é'.repeat(50)],
  ...[
    { 'snapshot.json': null },
    { 'targets.json': { version: 0 } },
    { length: 1e9, hashes: { md5: '' }, version: 2 },
  ],
];

/** Puts nonsense in the place of one value somewhere within, takes one out, or adds one. */
function mutated(value: unknown, random: () => number): unknown {
  const nonsense = NONSENSE[Math.floor(random() * NONSENSE.length)];
  if (typeof value !== 'object' || value === null || random() < 0.1) return nonsense;
  if (Array.isArray(value)) {
    const at = Math.floor(random() * (value.length + 1));
    return value
      .map((item: unknown, i) => (i === at ? mutated(item, random) : item))
      .concat(at === value.length ? [nonsense] : []);
  }
  const entries = Object.entries(value);
  const at = Math.floor(random() * (entries.length + 1));
  const name = random() < 0.5 ? '__proto__' : 'more';
  if (at === entries.length) return Object.fromEntries([...entries, [name, nonsense]]);
  if (random() < 0.1) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return Object.fromEntries(entries.map(([key, item], i) => [key, i === at ? mutated(item, random) : item]));
}

test('well signed and nonsense', async () => {
  const random = seededRandom(17);
  const accepted = new Map<string, number>();
  for (let i = 0; i < 300 * ROUNDS; i++) {
    const repository = new RepositoryUnderTest();
    const role = ROLES[i % 4]!;
    for (const each of ROLES) {
      if (each !== role) repository.publish(each);
      else {
        repository[role].version++;
        const body = mutated(repository[role], random);
        repository.serve(role, signedAnyway(body, repository.signers[role]));
      }
    }
    const device = await deviceOf(repository, repository.files);
    const outcome = await device.outcome();
    accepted.set(outcome, (accepted.get(outcome) ?? 0) + 1);
    await device.restart();
    assert.not(device.says('cannot be read'), `case ${i}`);
  }
  assert.ok(accepted.size > 2, [...accepted].join(' '));
  assert.equal(({} as Record<string, unknown>).more, undefined);
});

/** What cannot be put into canonical JSON, such as 1.5, is served unsigned. */
function signedAnyway(body: unknown, keys: Parameters<typeof sign>[1]): string {
  try {
    return sign(body as Record<string, unknown>, keys);
  } catch {
    return JSON.stringify({ signatures: [], signed: body });
  }
}

test('bytes of any kind in the place of a file', async () => {
  const random = seededRandom(18);
  const repository = repositoryOfTwo();
  const texts = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '5',
    '{}',
    '{"signed":null}',
    '{"signed":{}}',
    '\ufeff{}',
    '{"signed":{"version":2}}',
  ];
  const deep = '['.repeat(8000) + ']'.repeat(8000);
  const files = [
    ...texts.map((text) => Buffer.from(text)),
    Buffer.from(deep),
    Buffer.from(
      `{"signed":{"_type":"timestamp","version":2,"expires":"2030-01-01T00:00:00Z","x":${deep.slice(2000, -2000)}},"signatures":[]}`,
    ),
  ];
  for (let i = 0; i < 50; i++)
    files.push(Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256))));
  for (const bytes of files)
    for (const name of ['2.root.json', 'timestamp.json']) {
      const device = await deviceOf(
        repository,
        new Map<string, string | Buffer>(repository.files).set(name, bytes),
      );
      assert.is(await device.outcome(), 'metadata-malformed', bytes.toString('latin1', 0, 40));
    }
});

test('custom: a release or a reason', () => {
  const random = seededRandom(19);
  let releases = 0;
  for (let i = 0; i < 3000 * ROUNDS; i++) {
    let custom: unknown = customOf(aRelease());
    for (let n = 0; n <= i % 3; n++) custom = mutated(custom, random);
    try {
      const release = releaseOf('a.img', custom);
      assert.equal(releaseOf('a.img', customOf(release)), release);
      releases++;
    } catch (error) {
      assert.instance(error, PupsentryError, `case ${i}: ${JSON.stringify(custom)}`);
      assert.is((error as PupsentryError).code, 'release-invalid');
    }
  }
  assert.ok(releases > 0 && releases < 1500 * ROUNDS, `${releases} were sound`);
});

test.run();
