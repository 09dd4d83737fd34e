/** The radio's status as wpa_supplicant sees it, in our words. */
import type { WifiState, WifiStatus } from './wifi-radio.ts';
import type { WpaControl } from './wpa-control.ts';
import { parseSignal, parseStatus } from './wpa-text.ts';

/** wpa_supplicant's states (src/common/defs.h, enum wpa_states) as they are written in STATUS. */
const STATES = new Map<string, WifiState>([
  ['COMPLETED', 'connected'],
  ['AUTHENTICATING', 'connecting'],
  ['ASSOCIATING', 'connecting'],
  ['ASSOCIATED', 'connecting'],
  ['4WAY_HANDSHAKE', 'connecting'],
  ['GROUP_HANDSHAKE', 'connecting'],
  ['SCANNING', 'searching'],
  ['DISCONNECTED', 'disconnected'],
  ['INACTIVE', 'disconnected'],
  ['INTERFACE_DISABLED', 'down'],
]);

/** @throws PupsentryError "wifi-down" */
export async function readStatus(control: Pick<WpaControl, 'request'>): Promise<WifiStatus> {
  const { state, id, ssid, bssid, frequencyMhz, ipAddress } = parseStatus(await control.request('STATUS'));
  const status: WifiStatus = { state: STATES.get(state) ?? 'down' };
  if (id !== undefined) status.networkId = id;
  if (ssid) status.ssid = ssid.toString('utf8');
  if (bssid !== undefined) status.bssid = bssid;
  if (frequencyMhz !== undefined) status.frequencyMhz = frequencyMhz;
  if (ipAddress !== undefined) status.ipAddress = ipAddress;
  if (status.state === 'connected') {
    const signalDbm = parseSignal(await control.request('SIGNAL_POLL'));
    if (signalDbm !== null) status.signalDbm = signalDbm;
  }
  return status;
}
