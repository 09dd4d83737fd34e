import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { beginTrial, stepTrial, type TrialEvent, type TrialVerdict } from './connect-trial.ts';
import { parseEvent } from './wpa-event.ts';

const test = suite('connect-trial');

/** @returns the verdict and how often a scan was asked for, after events as wpa_supplicant writes them */
function judge(events: (string | TrialEvent)[], options = { id: 0, psk: true }) {
  let state = beginTrial(options.id, options);
  let verdict: TrialVerdict | undefined;
  let scans = 0;
  for (const event of events) {
    assert.is(verdict, undefined, `decided before ${JSON.stringify(event)}`);
    const step = stepTrial(state, typeof event === 'string' ? parseEvent(event) : event);
    ({ state, verdict } = step);
    if (step.scan) scans++;
  }
  return { verdict, scans };
}

const NOT_FOUND = '<3>CTRL-EVENT-NETWORK-NOT-FOUND ';
const SCANNED = ['<3>CTRL-EVENT-SCAN-STARTED ', '<3>CTRL-EVENT-SCAN-RESULTS '];
const TRYING = "<3>SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='TestCam' freq=2412 MHz)";
const ASSOCIATING = "<3>Trying to associate with 02:00:00:00:00:00 (SSID='TestCam' freq=2412 MHz)";
const REJECTED = '<3>CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=17';
const GIVEN_UP =
  '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="TestCam" auth_failures=1 duration=10 reason=CONN_FAILED';

test('joined', () => {
  assert.is(
    judge([
      NOT_FOUND, // of what was in the air before
      '<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 reason=3 locally_generated=1',
      ...SCANNED,
      TRYING,
      ASSOCIATING,
      '<3>Associated with 02:00:00:00:00:00',
      '<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:00 completed [id=0 id_str=]',
    ]).verdict,
    'connected',
  );
});

test('another network that is joined is not this one', () => {
  const other = '<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:00 completed [id=3 id_str=]';
  assert.is(judge([other]).verdict, undefined);
});

test('WPA2, wrong password: the handshake times out', () => {
  assert.is(
    judge([
      TRYING,
      ASSOCIATING,
      '<3>Associated with 02:00:00:00:00:00',
      '<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=15',
    ]).verdict,
    'wifi-wrong-password',
  );
  const wrongKey = GIVEN_UP.replace('CONN_FAILED', 'WRONG_KEY');
  assert.is(judge([TRYING, wrongKey]).verdict, 'wifi-wrong-password');
  assert.is(judge([TRYING, wrongKey.replace('id=0', 'id=1')]).verdict, undefined);
});

test('WPA3, wrong password: the confirm is rejected, at once', () => {
  for (const status of [1, 15]) {
    const rejected = `<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:01 auth_type=3 auth_transaction=2 status_code=${status}`;
    assert.is(judge([TRYING, TRYING, rejected], { id: 0, psk: false }).verdict, 'wifi-wrong-password');
  }
});

test('with WPA3 alone a handshake that times out says nothing of the password', () => {
  const timedOut = '<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=15';
  assert.is(judge([TRYING, timedOut], { id: 0, psk: false }).verdict, undefined);
});

test('a disconnection from the network before says nothing', () => {
  const before = '<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 reason=15';
  assert.is(judge([before]).verdict, undefined);
});

test('refused: three times, or until wpa_supplicant gives up, or time does', () => {
  assert.is(judge([TRYING, REJECTED, TRYING, REJECTED]).verdict, undefined);
  assert.is(judge([TRYING, REJECTED, TRYING, REJECTED, TRYING, REJECTED]).verdict, 'wifi-refused');
  assert.is(judge([TRYING, REJECTED, GIVEN_UP]).verdict, 'wifi-refused');
  assert.is(judge([TRYING, REJECTED, { kind: 'deadline' }]).verdict, 'wifi-refused');
  const commit = '<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:01 auth_type=3 auth_transaction=1 status_code=1';
  assert.is(judge([TRYING, commit, TRYING, commit, TRYING, commit]).verdict, 'wifi-refused');
});

test('an access point that steers to its other band is not refusing', () => {
  const joined = '<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:05 completed [id=0 id_str=]';
  assert.is(judge([TRYING, REJECTED, TRYING, joined]).verdict, 'connected');
});

test('no answer from the access point is no refusal', () => {
  const silent = '<3>CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=1 timeout';
  assert.is(judge([TRYING, silent, silent, silent, GIVEN_UP]).verdict, 'wifi-timeout');
});

test('not found: after three scans of its own, each asked for at once', () => {
  const missed = [...SCANNED, NOT_FOUND];
  assert.equal(judge([NOT_FOUND, ...missed, ...missed]), { verdict: undefined, scans: 2 });
  assert.equal(judge([NOT_FOUND, ...missed, ...missed, ...missed]), { verdict: 'wifi-not-found', scans: 2 });
});

test('time is up: what was seen until then decides', () => {
  const missed = [...SCANNED, NOT_FOUND];
  assert.is(judge([...missed, { kind: 'deadline' }]).verdict, 'wifi-not-found');
  assert.is(judge([TRYING, { kind: 'deadline' }]).verdict, 'wifi-timeout');
  assert.is(judge([{ kind: 'deadline' }]).verdict, 'wifi-timeout');
});

test('an access point that was spoken to and is passed over after a failure is still there', () => {
  const missed = [...SCANNED, NOT_FOUND];
  assert.is(judge([TRYING, ...missed, ...missed, ...missed, { kind: 'deadline' }]).verdict, 'wifi-timeout');
});

test('the radio goes, or what drives it', () => {
  assert.is(judge(['<3>CTRL-EVENT-SCAN-FAILED ret=-100 retry=1']).verdict, 'wifi-down');
  assert.is(judge(['<3>CTRL-EVENT-SCAN-FAILED ret=-16 retry=1']).verdict, undefined);
  assert.is(judge(['<3>CTRL-EVENT-TERMINATING ']).verdict, 'wifi-down');
  assert.is(judge([{ kind: 'control-lost' }]).verdict, 'wifi-down');
});

test.run();
