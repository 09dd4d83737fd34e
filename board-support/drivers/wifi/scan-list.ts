/** From every transmitter heard to the list people choose from. */
import type { ScannedNetwork, WifiSecurity } from './wifi-radio.ts';

/** Most networks that a scan lists. */
export const MAX_SCANNED_NETWORKS = 64;

/** One transmitter, as heard. */
export interface HeardBss {
  ssid: Buffer;
  bssid: string;
  security: WifiSecurity;
  signalDbm: number;
  frequencyMhz: number;
}

/** The strongest of each name and security, the strongest first; hidden names left out. */
export function listNetworks(heard: Iterable<HeardBss>): ScannedNetwork[] {
  const strongest = new Map<string, HeardBss>();
  for (const bss of heard) {
    if (isHidden(bss.ssid)) continue;
    const key = `${bss.security} ${bss.ssid.toString('hex')}`;
    const known = strongest.get(key);
    if (!known || bss.signalDbm > known.signalDbm) strongest.set(key, bss);
  }
  return [...strongest.values()]
    .sort((a, b) => b.signalDbm - a.signalDbm || Buffer.compare(a.ssid, b.ssid))
    .slice(0, MAX_SCANNED_NETWORKS)
    .map(({ ssid, ...rest }) => ({ ssid: ssid.toString('utf8'), ssidBytes: new Uint8Array(ssid), ...rest }));
}

/** No name at all, or zeros in its place. */
const isHidden = (ssid: Buffer) => ssid.every((byte) => byte === 0);
