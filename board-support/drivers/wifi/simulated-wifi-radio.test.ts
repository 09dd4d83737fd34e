import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { SimulatedWifiRadio } from './simulated-wifi-radio.ts';
import type { WifiStatus } from './wifi-radio.ts';

const test = suite('simulated-wifi-radio');

async function bench() {
  const clock = new FakeClock();
  const radio = new SimulatedWifiRadio({ clock });
  const states: WifiStatus['state'][] = [];
  radio.onChanged(({ state }) => states.push(state));
  await radio.start();
  return {
    clock,
    radio,
    states,
    /** Moves the clock until it has ended. @returns what came of it, and after how long */
    async ends<T>(work: Promise<T>) {
      const beganMs = clock.monotonicMs();
      let ended = false;
      const outcome = work
        .then(
          (value) => ({ value, code: 'none' }),
          (error: unknown) => {
            if (!(error instanceof PupsentryError)) throw error;
            return { value: undefined, code: error.code };
          },
        )
        .finally(() => (ended = true));
      while (!ended) await clock.advance(100);
      return { ...(await outcome), seconds: Math.round((clock.monotonicMs() - beganMs) / 1000) };
    },
  };
}
const HOME = { ssid: 'Home', password: 'front door 1' };
const IN_TIME = { timeoutMs: 30_000 };

test('the house is heard, the strongest first', async () => {
  const b = await bench();
  const { value } = await b.ends(b.radio.scan());
  assert.equal(
    value!.map(({ ssid }) => ssid),
    ['Home', 'Home guests', 'Garage', 'Neighbours'],
  );
  b.radio.change({ ssid: 'Garage', signalDbm: -30 });
  b.radio.remove('Neighbours');
  b.radio.change({ ssid: 'Home guests', signalDbm: -95 });
  assert.equal(
    (await b.ends(b.radio.scan())).value!.map(({ ssid }) => ssid),
    ['Garage', 'Home'],
  );
});

test('every way to fail, and back on the network before', async () => {
  const b = await bench();
  await b.ends(b.radio.connect(HOME, IN_TIME));
  const attempt = (ssid: string, password?: string, options = IN_TIME) =>
    b.ends(b.radio.connect({ ssid, password }, options));
  assert.is((await attempt('Garage', 'wrong password')).code, 'wifi-wrong-password');
  assert.is((await b.radio.status()).ssid, 'Home');
  assert.is((await attempt('Neighbours', 'wrong password')).code, 'wifi-wrong-password');
  assert.is((await attempt('Nowhere', 'wrong password')).code, 'wifi-not-found');
  b.radio.change({ ssid: 'Garage', refuses: true });
  assert.is((await attempt('Garage', 'mind the step')).code, 'wifi-refused');
  assert.equal(await attempt('Home guests', undefined, { timeoutMs: 1000 }), {
    value: undefined,
    code: 'wifi-timeout',
    seconds: 1,
  });
  assert.is((await attempt('Home', 'short')).code, 'wifi-invalid');
  assert.is((await b.radio.status()).ssid, 'Home');
  assert.is((await b.ends(b.radio.saved())).value!.length, 1);
});

test('the access point goes and comes back: state follows', async () => {
  const b = await bench();
  await b.ends(b.radio.connect(HOME, IN_TIME));
  b.states.length = 0;
  b.radio.change({ ssid: 'Home', signalDbm: -99 });
  b.radio.change({ ssid: 'Home', signalDbm: -60 });
  await b.clock.advance(5000);
  assert.equal(b.states, ['searching', 'connected']);
  assert.is((await b.radio.status()).signalDbm, -60);
});

test('with two saved, the one that is there is taken; forgotten ones are not', async () => {
  const b = await bench();
  await b.ends(b.radio.connect(HOME, IN_TIME));
  await b.ends(b.radio.connect({ ssid: 'Home guests' }, IN_TIME));
  b.radio.remove('Home guests');
  await b.clock.advance(5000);
  const status = await b.radio.status();
  assert.is(status.ssid, 'Home');
  await b.ends(b.radio.forget(status.networkId!));
  await b.clock.advance(5000);
  assert.is((await b.radio.status()).state, 'searching');
  assert.is((await b.ends(b.radio.forget(status.networkId!))).code, 'wifi-unknown');
});

test('pulled out: down, also in the middle of a trial; put in again: back', async () => {
  const b = await bench();
  await b.ends(b.radio.connect(HOME, IN_TIME));
  const trial = b.ends(b.radio.connect({ ssid: 'Home guests' }, IN_TIME));
  b.radio.plug(false);
  assert.is((await trial).code, 'wifi-down');
  assert.equal(await b.radio.status(), { state: 'down' });
  assert.is((await b.ends(b.radio.scan())).code, 'wifi-down');
  b.radio.plug(true);
  await b.clock.advance(5000);
  assert.is((await b.radio.status()).ssid, 'Home');
});

test('the country', async () => {
  const b = await bench();
  await b.ends(b.radio.setCountry('DE'));
  assert.is(b.radio.country, 'DE');
  assert.is((await b.ends(b.radio.setCountry('Germany'))).code, 'wifi-invalid');
});

test.run();
