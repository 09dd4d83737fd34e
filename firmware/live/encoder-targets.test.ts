import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  MAIN_FLOOR_KBPS,
  SUB_CEILING_KBPS,
  encoderTargets,
  linkKbps,
  mainFloor,
  usableKbps,
  type ViewerLink,
} from './encoder-targets.ts';

const viewer = (usable: number, more: Partial<ViewerLink> = {}): ViewerLink => ({
  kbps: linkKbps(usable),
  audio: true,
  stream: 'main',
  ...more,
});

const test = suite('encoder targets');

test('nobody watches: everything for the recording', () => {
  assert.equal(encoderTargets([], 2000), { main: 2000, sub: SUB_CEILING_KBPS });
});

test('the least that a viewer of the stream carries, never more than the setting', () => {
  assert.is(encoderTargets([viewer(900)], 2000).main, 900);
  assert.is(encoderTargets([viewer(9000)], 2000).main, 2000);
  assert.equal(encoderTargets([viewer(1500), viewer(1200), viewer(150, { stream: 'sub' })], 2000), {
    main: 1200,
    sub: 150,
  });
});

test('the worst viewer never sets the picture of the others', () => {
  const links = [viewer(2000), viewer(700)];
  assert.is(mainFloor(links, 2000), 1000);
  assert.is(encoderTargets(links, 2000).main, 1000);
  assert.is(mainFloor([viewer(700)], 2000), MAIN_FLOOR_KBPS);
});

test('a setting below the floor holds', () => {
  assert.is(encoderTargets([viewer(2000)], 300).main, 300);
  assert.is(encoderTargets([viewer(100)], 300).main, 300);
});

test('sound and headers are left room for', () => {
  assert.ok(Math.abs(usableKbps({ kbps: linkKbps(800), audio: true }) - 800) < 5);
  assert.ok(usableKbps({ kbps: 800, audio: true }) < usableKbps({ kbps: 800, audio: false }));
  assert.is(usableKbps({ kbps: 10, audio: true }), 0);
});

test.run();
