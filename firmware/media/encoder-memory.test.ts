import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock, SystemClock } from '#kit/clock.ts';
import { EncoderMemory, SECOND_CHANCE_MS } from './encoder-memory.ts';
import { MediaUnderTest, bundled } from './media-under-test.ts';

const test = suite('what is remembered of encoders');
const broken = { stream: 'main', element: 'firstenc', why: 'it broke' } as const;
const chosen = {
  main: { element: 'firstenc', reason: 'first' },
  sub: { element: 'secondenc', reason: 'works' },
};

test('what failed at work is passed over for some hours', async () => {
  const clock = new FakeClock();
  const memory = new EncoderMemory(clock);
  memory.failed(broken);
  memory.failed({ ...broken, stream: 'sub' });
  memory.failed({ ...broken, why: 'it broke again' });
  assert.equal(memory.passedOver, [
    { ...broken, stream: 'sub' },
    { ...broken, why: 'it broke again' },
  ]);
  await clock.advance(SECOND_CHANCE_MS - 1);
  assert.not(memory.secondChance());
  await clock.advance(1);
  assert.ok(memory.secondChance());
  assert.equal(memory.passedOver, []);
  assert.not(memory.secondChance(), 'once');
});

test('what gave pictures is proven until one fails, or a life gives none', () => {
  const memory = new EncoderMemory(new FakeClock());
  assert.equal(memory.proven, {});
  memory.work(chosen);
  assert.equal(memory.proven, chosen);
  memory.failed(broken);
  assert.equal(memory.proven, {});
  memory.work(chosen);
  memory.doubt();
  assert.equal(memory.proven, {});
});

test('that buffers have to be copied is known for some hours, or until it is known better', async () => {
  const clock = new FakeClock();
  const memory = new EncoderMemory(clock);
  memory.copies('dmabuf failed (no)');
  assert.is(memory.copying, 'dmabuf failed (no)');
  assert.not(memory.secondChance());
  await clock.advance(SECOND_CHANCE_MS);
  assert.ok(memory.secondChance());
  assert.is(memory.copying, '');
  memory.copies('again');
  memory.copies('');
  await clock.advance(SECOND_CHANCE_MS);
  assert.not(memory.secondChance());
});

test('hundreds of failures are no more than a few', () => {
  const memory = new EncoderMemory(new FakeClock());
  for (let i = 0; i < 500; i++) memory.failed({ ...broken, element: `enc${i}` });
  assert.is(memory.passedOver.length, 32);
});

/** The machine's clock, which can be set forward. */
class JumpingClock extends SystemClock {
  #aheadMs = 0;
  override monotonicMs(): number {
    return super.monotonicMs() + this.#aheadMs;
  }
  jump(ms: number): void {
    this.#aheadMs += ms;
  }
}

test('the next life of the process is told; hours later the encoder has its second chance', async () => {
  const clock = new JumpingClock();
  const under = await MediaUnderTest.start(
    { camera: 'encoder-fails', clock },
    {},
    bundled('fake-media-process.ts'),
  );
  try {
    const { encoders } = await under.info(
      (info) => info.phase === 'running' && info.encoders.main?.element === 'secondenc',
    );
    assert.is(encoders.main!.reason, 'firstenc failed while running (it broke)');
    const { restarts } = under.media.info();
    clock.jump(SECOND_CHANCE_MS);
    await under.info((info) => info.encoders.main?.element === 'firstenc');
    await under.info((info) => info.phase === 'running' && info.encoders.main?.element === 'secondenc');
    assert.ok(under.media.info().restarts > restarts, 'viewers are told that the stream begins anew');
  } finally {
    await under.stop();
  }
});

test.run();
