import { suite } from 'uvu';
import { ConsoleUnderTest } from '../console-under-test.ts';

const test = suite('a browser that keeps pages silent until a gesture');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start({ maySound: false });
  await console_.connectDevice();
});
test.after(() => console_?.stop());

/**
 * The policy of browsers (play() with sound needs a gesture), in the page: Chromium's own counts every
 * step of a driven browser as a gesture.
 */
function needGesture(): void {
  let gesture = false;
  addEventListener('pointerdown', () => (gesture = true), { capture: true });
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this.muted || gesture) return play.call(this);
    return Promise.reject(new DOMException('a gesture is needed', 'NotAllowedError'));
  };
}

test('home asks once for leave to ring; the first touch gives it', async () => {
  const page = await console_.open();
  const ask = page.locator('.deskonly').getByRole('button', { name: 'Let this page ring' });
  await ask.click();
  await ask.waitFor({ state: 'detached' });
  await page.context().close();
});

test('live plays silent rather than not at all, and says how to hear', async () => {
  const page = await console_.open({ init: needGesture, at: 'live/doorbell-front' });
  await page.locator('.livestate').getByText('Live').waitFor();
  const plays = (muted: boolean) =>
    page.waitForFunction((muted) => {
      const video = document.querySelector<HTMLVideoElement>('.stage video')!;
      return video.muted === muted && !video.paused;
    }, muted);
  const sound = page.getByRole('button', { name: 'Turn sound on' });
  await sound.getByText('Turn sound on').waitFor();
  await plays(true);
  await sound.click();
  await page.getByRole('button', { name: 'Turn sound off' }).waitFor();
  await plays(false);
  await page.context().close();
});

test.run();
