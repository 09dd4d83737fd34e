/** Clips on their way to the cloud: order, refusals, power cuts. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FakeUploadDoor } from './fake-upload-door.ts';
import { openClip } from '#protocol/sealed/open.ts';
import { opened } from './simulated-clips.ts';
import { HOUR_MS, Room, SEGMENT, withHousehold, type UploadContext } from './testing/upload-room.ts';
import type { UploadJob } from './upload-job.ts';

const test = suite<UploadContext>('uploads');
withHousehold(test);

test('a clip arrives whole, its head first, and nothing of it stays on the device', async (context) => {
  const room = await Room.started(context);
  const job = room.clips.make('ring', 2 * SEGMENT + 5);
  const picture = Buffer.from('a picture');
  assert.is(await room.uploads.add(job, picture), true);
  assert.is(await room.uploads.add(job, picture), true, 'twice is once');
  await room.idle();
  assert.equal(room.door.asked, [`begin ${job.clipId}`, ...[0, 1, 2].map((n) => `${job.clipId} ${n}`)]);
  assert.equal(await opened(room.door.bytes(job.clipId), context.phone), room.clips.media(job.clipId));
  const { thumbnail } = await openClip(room.door.bytes(job.clipId), [context.phone]);
  assert.equal(Buffer.from(thumbnail!), picture);
  await room.uploads.stop(); // joins the step that removes what has arrived
  assert.equal(room.files(), []);
  assert.is(room.uploads.status().uploaded, 1);
});

test('clips that come all at once, some twice: each arrives once with its picture, and nothing stays', async (context) => {
  const room = await Room.started(context);
  const jobs = Array.from({ length: 20 }, (_, i) => room.clips.make(i % 2 ? 'ring' : 'motion', 1));
  const picture = (job: UploadJob) => Buffer.from(`picture of ${job.clipId}`);
  const twice = jobs.flatMap((job) => [job, job]);
  const taken = await Promise.all(twice.map((job) => room.uploads.add(job, picture(job))));
  assert.equal(new Set(taken), new Set([true]));
  await room.idle();
  await room.uploads.stop();
  for (const job of jobs) {
    const { thumbnail } = await openClip(room.door.bytes(job.clipId), [context.phone]);
    assert.equal(Buffer.from(thumbnail ?? []), picture(job));
  }
  assert.is(room.uploads.status().uploaded, jobs.length);
  assert.equal(room.files(), []);
});

test('a ring overtakes what is on its way, which then goes on where it was', async (context) => {
  const room = await Room.started(context);
  room.busy = true;
  const [motion, sound] = [room.clips.make('motion', 3 * SEGMENT), room.clips.make('sound', 1)];
  await room.uploads.add(sound);
  await room.uploads.add(motion);
  const put = room.door.put.bind(room.door);
  let ring: UploadJob | undefined;
  room.door.put = async (...args) => {
    if (args[0] === motion.clipId && args[1] === 0) {
      ring = room.clips.make('ring', 1);
      await room.uploads.add(ring);
    }
    return put(...args);
  };
  room.busy = false;
  await room.clock.advance(2000);
  await room.idle();
  const order = room.door.asked.filter((what) => !what.startsWith('begin'));
  assert.equal(order, [
    `${motion.clipId} 0`,
    `${ring!.clipId} 0`,
    `${motion.clipId} 1`,
    `${motion.clipId} 2`,
    `${sound.clipId} 0`,
  ]);
  await room.uploads.stop();
});

test('a full queue gives up the least urgent, oldest first, and keeps a record of it', async (context) => {
  const room = await Room.started(context, { maxJobs: 3 });
  room.busy = true;
  const jobs = (['motion', 'ring', 'motion', 'sound', 'ring', 'ring'] as const).map((kind) =>
    room.clips.make(kind, 1),
  );
  const taken: boolean[] = [];
  for (const job of jobs) taken.push(await room.uploads.add(job));
  assert.equal(taken, [true, true, true, true, true, true]);
  const late = room.clips.make('motion', 1);
  assert.is(await room.uploads.add(late), false, 'nothing that waits is less urgent');
  const given = () => room.uploads.status().dropped.map(({ clipId, reason }) => [clipId, reason]);
  const expected = [jobs[0]!, jobs[2]!, jobs[3]!, late].map(({ clipId }) => [clipId, 'queue-full']);
  assert.equal(given(), expected);
  await room.uploads.stop();
  const again = new Room(context, { from: room, folder: room.folder });
  await again.uploads.start();
  assert.is(again.uploads.status().waiting, 3);
  assert.equal(again.uploads.status().dropped.length, 4, 'after a restart too');
  await again.uploads.stop();
});

test('what the door says: later, no pass, lapsed, full, never, unknown', async (context) => {
  const room = await Room.started(context);
  const { door, uploads } = room;
  const status = () => uploads.status();
  door.refusal = 'unreachable';
  await uploads.add(room.clips.make('ring', 1));
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    await room.until(({ hindrance }) => hindrance === 'unreachable');
    const before = door.asked.length;
    let waitedMs = 0;
    for (; status().hindrance === 'unreachable'; waitedMs += 1000) await room.clock.advance(1000);
    waits.push(waitedMs / 1000);
    await room.until(() => door.asked.length > before);
  }
  assert.equal(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300], 'doubled up to five minutes');

  door.refusal = 'lapsed';
  await room.clock.advance(300_000);
  await room.until(({ hindrance }) => hindrance === 'lapsed');
  assert.match(status().problem, 'lapsed');
  door.refusal = 'full';
  await room.clock.advance(15 * 60_000);
  await room.until(({ hindrance }) => hindrance === 'full');
  door.refusal = 'pass';
  await room.order(); // a new order ends the wait
  await room.until(({ hindrance }) => hindrance === 'no-pass');
  const asked = door.asked.length;
  await room.clock.advance(HOUR_MS / 2);
  assert.is(door.asked.length, asked, 'not without a pass');
  door.refusal = undefined;
  await room.order();
  await room.idle();
  assert.is(status().problem, '');

  const put = door.put.bind(door);
  let forgets = 1;
  door.put = (clipId, ...rest) => {
    if (rest[0] === 1 && forgets-- > 0) door.forget(clipId);
    return put(clipId, ...rest);
  };
  const forgotten = room.clips.make('ring', 2 * SEGMENT);
  await uploads.add(forgotten);
  await room.until(({ hindrance }) => hindrance === 'unreachable');
  await room.clock.advance(300_000);
  await room.idle();
  assert.ok(door.isComplete(forgotten.clipId), 'begun again');

  door.refusal = 'clip';
  const refused = room.clips.make('ring', 1);
  await uploads.add(refused);
  await room.idle();
  const gone = room.clips.make('ring', 1);
  room.clips.forget(gone.clipId);
  await uploads.add(gone);
  await room.idle();
  assert.equal(
    status().dropped.map(({ clipId, reason }) => [clipId, reason]),
    [
      [refused.clipId, 'refused'],
      [gone.clipId, 'not-recorded'],
    ],
  );
  await uploads.stop();
});

test('while somebody looks by a narrow line, clips wait', async (context) => {
  const room = await Room.started(context);
  room.busy = true;
  await room.uploads.add(room.clips.make('ring', 1));
  await room.clock.advance(10_000);
  assert.equal([room.uploads.status().hindrance, room.door.asked], ['live-view', []]);
  room.busy = false;
  await room.clock.advance(2000);
  await room.idle();
  await room.uploads.stop();
});

test('a power cut at any step: every clip arrives, and no segment that had arrived is sent again', async (context) => {
  const room = await Room.started(context);
  const cuts: { folder: string; door: FakeUploadDoor }[] = [];
  const { door } = room;
  const cut = () => {
    const folder = join(context.folder, `cut-${cuts.length}`);
    cpSync(room.folder, folder, { recursive: true });
    cuts.push({ folder, door: door.copy() });
  };
  const jobs = [room.clips.make('ring', 2 * SEGMENT + 1), room.clips.make('motion', SEGMENT)];
  const [begin, put] = [door.begin.bind(door), door.put.bind(door)];
  door.begin = (...args) => (cut(), begin(...args));
  door.put = async (...args) => {
    cut();
    const state = await put(...args);
    if (state.isComplete) cut(); // before anything of it is removed
    return state;
  };
  room.busy = true; // none goes out before both are on disk
  for (const job of jobs) await room.uploads.add(job);
  room.busy = false;
  await room.clock.advance(2000);
  await room.idle();
  await room.uploads.stop();
  assert.equal(
    cuts.map((at) => at.door.arrived),
    [0, 0, 1, 2, 3, 3, 3, 4],
  );
  for (const [i, at] of cuts.entries()) {
    // What a cut leaves half done.
    writeFileSync(join(at.folder, 'queue', `${jobs[1]!.clipId}.sealed.tmp`), 'half');
    writeFileSync(join(at.folder, 'queue', `${context.phone.id}.job`), '{');
    const missing = 4 - at.door.arrived;
    const after = new Room(context, { from: room, ...at });
    await after.uploads.start();
    await after.idle();
    await after.uploads.stop();
    const sent = at.door.asked.filter((what) => !what.startsWith('begin'));
    assert.is(sent.length, missing, `cut ${i}: ${sent.join()}`);
    for (const { clipId } of jobs)
      assert.equal(await opened(at.door.bytes(clipId), context.phone), room.clips.media(clipId), `cut ${i}`);
    assert.equal(after.files(), []);
  }
});

test.run();
