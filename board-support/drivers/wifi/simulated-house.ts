/** The house around a simulated radio: its networks, and how an attempt at each of them ends. */
import type { WifiProblem } from './wifi-problem.ts';
import type { WifiSecurity } from './wifi-radio.ts';

/** How long things take, ms: as a radio with two bands does them. */
export const SCAN_MS = 2000;
export const JOIN_MS = 100;
const WRONG_WPA2_PASSWORD_MS = 4000;
const SCANS_BEFORE_NOT_FOUND = 3;

export interface SimulatedNetwork {
  ssid: string;
  security: WifiSecurity;
  /** Absent: open. */
  password?: string;
  /** Below -90 it is out of reach. */
  signalDbm: number;
  frequencyMhz: number;
  /** Lets nobody in, whatever the password. */
  refuses?: boolean;
}

const OUT_OF_REACH_DBM = -90;

export const SIMULATED_HOUSE: readonly SimulatedNetwork[] = [
  { ssid: 'Home', security: 'wpa2+wpa3', password: 'front door 1', signalDbm: -48, frequencyMhz: 5180 },
  { ssid: 'Home guests', security: 'open', signalDbm: -49, frequencyMhz: 2437 },
  { ssid: 'Garage', security: 'wpa2', password: 'mind the step', signalDbm: -71, frequencyMhz: 2412 },
  { ssid: 'Neighbours', security: 'wpa3', password: 'not your business', signalDbm: -83, frequencyMhz: 2462 },
];

export const isInReach = ({ signalDbm }: SimulatedNetwork) => signalDbm >= OUT_OF_REACH_DBM;

/** How an attempt at a network ends and after how long; null: well. */
export function outcome(
  network: SimulatedNetwork | undefined,
  attempt: { security: WifiSecurity; password?: string },
): [ms: number, WifiProblem | null] {
  if (!network || !fits(network.security, attempt.security))
    return [SCAN_MS * SCANS_BEFORE_NOT_FOUND, 'wifi-not-found'];
  if (network.refuses) return [SCAN_MS * 2, 'wifi-refused'];
  if (network.password === attempt.password) return [SCAN_MS + JOIN_MS, null];
  return [SCAN_MS + (network.security === 'wpa2' ? WRONG_WPA2_PASSWORD_MS : JOIN_MS), 'wifi-wrong-password'];
}

/** As wpa_supplicant sees it: a network of another security is another network. */
const fits = (network: WifiSecurity, attempt: WifiSecurity) =>
  network === attempt ||
  (network === 'wpa2+wpa3' && (attempt === 'wpa2' || attempt === 'wpa3')) ||
  (attempt === 'wpa2+wpa3' && (network === 'wpa2' || network === 'wpa3'));

/** A stable address in the range for private use. */
export function bssidOf(ssid: string): string {
  let hash = 0;
  for (const byte of Buffer.from(ssid)) hash = (hash * 31 + byte) >>> 0;
  const hex = hash.toString(16).padStart(8, '0');
  return `02:00:${hex.match(/../g)!.join(':')}`;
}
