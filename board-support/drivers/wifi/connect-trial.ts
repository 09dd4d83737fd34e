/**
 * From what wpa_supplicant tells during an attempt to what became of it. A pure table.
 *
 * Where a wrong password shows (seen with 2.10 and hostapd, read in 2.12; IEEE 802.11-2020, 12.4 and 12.7):
 * - WPA2: the access point gives up the four-way handshake (reason 15, some 4 s); wpa_supplicant says
 *   SSID-TEMP-DISABLED reason=WRONG_KEY. A radio that shakes hands in its firmware tells the reason alone.
 * - WPA3: the access point answers the SAE confirm (transaction 2) with status 15, older ones with 1, at once:
 *   AUTH-REJECT auth_type=3. wpa_supplicant itself only counts it as a failed connection.
 */
import type { WpaEvent } from './wpa-event.ts';
import type { WifiProblem } from './wifi-problem.ts';

/** Scans without the network after which it counts as not there: one may miss a beacon on a passive channel. */
const MISSED_SCANS = 3;
/** Refusals after which the access point means it: the first may only steer to its other band. */
const REFUSALS = 3;

const SAE = 3;
const SAE_CONFIRM = 2;
const UNSPECIFIED_FAILURE = 1;
const CHALLENGE_FAILED = 15;
const FOUR_WAY_HANDSHAKE_TIMEOUT = 15;
/** The interface is down, the device is gone, the radio is switched off (errno.h). */
const RADIO_GONE: readonly number[] = [-100, -19, -132];

export type TrialVerdict = 'connected' | WifiProblem;

export interface TrialState {
  /** The network block that is tried. */
  readonly id: number;
  /** The password can be told wrong by the four-way handshake: not with WPA3 alone, where it comes after. */
  readonly psk: boolean;
  /** A scan was begun since the network was chosen; what came earlier says nothing. */
  readonly scanning: boolean;
  readonly missedScans: number;
  /** The access point was spoken to. */
  readonly tried: boolean;
  readonly refusals: number;
}

export type TrialEvent = WpaEvent | { kind: 'deadline' } | { kind: 'control-lost' };

export interface TrialStep {
  state: TrialState;
  /** Set once it is decided. */
  verdict?: TrialVerdict;
  /** Look again at once: wpa_supplicant alone would wait 5 s. */
  scan?: true;
}

export const beginTrial = (id: number, options: { psk: boolean }): TrialState => ({
  id,
  psk: options.psk,
  scanning: false,
  missedScans: 0,
  tried: false,
  refusals: 0,
});

export function stepTrial(state: TrialState, event: TrialEvent): TrialStep {
  switch (event.kind) {
    case 'scan-started':
      return { state: { ...state, scanning: true } };
    case 'network-not-found':
      // Spoken to once, it is there: wpa_supplicant passes over an access point that has just failed.
      if (!state.scanning || state.tried) return { state };
      return missed({ ...state, scanning: false, missedScans: state.missedScans + 1 });
    case 'scan-failed':
      return RADIO_GONE.includes(event.code) ? { state, verdict: 'wifi-down' } : { state };
    case 'trying':
      return { state: { ...state, tried: true } };
    case 'connected':
      return event.id === state.id ? { state, verdict: 'connected' } : { state };
    case 'authentication-rejected':
      return isWrongSaePassword(event) ? { state, verdict: 'wifi-wrong-password' } : refused(state);
    case 'association-rejected':
      return event.timedOut ? { state } : refused(state);
    case 'disconnected':
      return state.tried && state.psk && event.reason === FOUR_WAY_HANDSHAKE_TIMEOUT
        ? { state, verdict: 'wifi-wrong-password' }
        : { state };
    case 'network-disabled':
      if (event.id !== state.id) return { state };
      return { state, verdict: event.reason === 'WRONG_KEY' ? 'wifi-wrong-password' : givenUp(state) };
    case 'deadline':
      return { state, verdict: !state.tried && state.missedScans > 0 ? 'wifi-not-found' : givenUp(state) };
    case 'terminating':
    case 'control-lost':
      return { state, verdict: 'wifi-down' };
    default:
      return { state };
  }
}

const isWrongSaePassword = (event: { algorithm: number; transaction: number; status: number }) =>
  event.algorithm === SAE &&
  event.transaction === SAE_CONFIRM &&
  (event.status === CHALLENGE_FAILED || event.status === UNSPECIFIED_FAILURE);

const givenUp = (state: TrialState): TrialVerdict => (state.refusals > 0 ? 'wifi-refused' : 'wifi-timeout');

function missed(state: TrialState): TrialStep {
  return state.missedScans < MISSED_SCANS ? { state, scan: true } : { state, verdict: 'wifi-not-found' };
}

function refused(before: TrialState): TrialStep {
  const state = { ...before, refusals: before.refusals + 1 };
  return state.refusals < REFUSALS ? { state } : { state, verdict: 'wifi-refused' };
}
