import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { MediaUnderTest, bundled } from './media-under-test.ts';

const test = suite('the chime, on order');
const command = bundled('fake-media-process.ts');

async function house(speaker: string, work: (under: MediaUnderTest) => Promise<void>): Promise<void> {
  const under = await MediaUnderTest.start({ camera: 'steady', speaker }, {}, command);
  try {
    await under.running();
    await work(under);
  } finally {
    await under.stop();
  }
}

const refusal = (promise: Promise<void>) =>
  promise.then(
    () => null,
    (error: unknown) => {
      assert.instance(error, PupsentryError);
      return error as PupsentryError;
    },
  );

test('played by the process that runs; those asked for meanwhile are the same', async () => {
  await house('alsa:well', async (under) => {
    const { pid } = under.media;
    await Promise.all([under.media.playChime(), under.media.playChime()]);
    await under.media.playChime();
    assert.is(under.media.pid, pid);
    assert.equal(under.media.info().faults, []);
  });
});

test('in privacy mode another process plays it, without the camera', async () => {
  await house('alsa:well', async (under) => {
    await under.settings.set({ 'privacy.on': true });
    await under.media.playChime();
    assert.is(under.media.info().phase, 'off');
    assert.is(under.media.pid, null);
    assert.is(under.media.ring.bytes, 0);
  });
});

test('a process that ends over it is replaced, and it is heard all the same', async () => {
  await house('alsa:dies', async (under) => {
    await under.media.playChime();
    await under.running();
    assert.is(under.media.info().restarts, 1);
  });
});

test('a speaker that cannot be used is told, and stays a fault until it can', async () => {
  await house('alsa:busy', async (under) => {
    const error = await refusal(under.media.playChime());
    assert.is(error!.code, 'speaker-busy');
    assert.match(error!.message, /aplay \(pid 1\)/);
    const [fault] = under.media.info().faults;
    assert.equal([fault!.component, fault!.code], ['speaker', 'speaker-busy']);
    assert.is(under.media.info().phase, 'running');
  });
});

test('a board without a speaker says so', async () => {
  await house('none', async (under) => {
    assert.is((await refusal(under.media.playChime()))!.code, 'speaker-missing');
    assert.equal(under.media.info().faults, []);
  });
});

test.run();
