/**
 * What wpa_supplicant says on its control socket, read. Pure; the air speaks in it (names of networks, reasons
 * of strangers), so everything is matched whole and what does not fit is left out.
 *
 * Formats: wpa_supplicant 2.10, ctrl_iface.c (LIST_NETWORKS, BSS, STATUS), src/common/wpa_ctrl.h (events),
 * src/utils/common.c printf_encode (names).
 */
import { MAX_SSID_BYTES } from './wifi-credentials.ts';
import type { WifiSecurity } from './wifi-radio.ts';
import type { HeardBss } from './scan-list.ts';

/** Lines of an answer that are looked at; wpa_supplicant's answers end at 4 kB. */
const MAX_LINES = 2000;
const ESCAPES: Record<string, number> = { '"': 0x22, '\\': 0x5c, e: 0x1b, n: 0x0a, r: 0x0d, t: 0x09 };

/** @returns the bytes of a name that printf_encode wrote, or null when it is no name */
export function unescapeSsid(text: string): Buffer | null {
  if (text.length > MAX_SSID_BYTES * 4) return null;
  const bytes: number[] = [];
  for (const [part, hex, simple] of text.matchAll(/\\x([0-9a-fA-F]{2})|\\(["\\enrt])|[^]/g)) {
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (simple !== undefined) bytes.push(ESCAPES[simple]!);
    else bytes.push(part.charCodeAt(0) & 0xff);
  }
  return bytes.length <= MAX_SSID_BYTES ? Buffer.from(bytes) : null;
}

const BSSID = '[0-9a-f]{2}(?::[0-9a-f]{2}){5}';
const IS_BSSID = new RegExp(`^${BSSID}$`);

function integer(text: string | undefined, min: number, max: number): number | null {
  if (text === undefined || !/^-?\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

/** "key=value" lines; the first of a key counts. */
function fields(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf('=');
    if (at > 0 && !found.has(line.slice(0, at))) found.set(line.slice(0, at), line.slice(at + 1));
  }
  return found;
}

const linesOf = (text: string) => text.split('\n', MAX_LINES);

/** WPA_BSS_MASK_ID, BSSID, FREQ, LEVEL, AGE, FLAGS, SSID, DELIM (src/common/wpa_ctrl.h) */
export const BSS_MASK = 0x21a87;

/** Transmitters of other kinds than access points. */
const NO_ACCESS_POINT = /\[(?:IBSS|MESH|PBSS)\]/;

export interface BssPage {
  heard: (HeardBss & { ageSeconds: number })[];
  /** Where the next page begins, or null when this was the last. */
  nextId: number | null;
}

/** Reads the answer to "BSS RANGE=N- MASK=0x21a87". */
export function parseBssPage(text: string): BssPage {
  const page: BssPage = { heard: [], nextId: null };
  let block: string[] = [];
  for (const line of linesOf(text)) {
    if (line !== '====' && line !== '####') {
      block.push(line);
      continue;
    }
    const field = fields(block);
    block = [];
    const id = integer(field.get('id'), 0, 2 ** 31 - 1);
    if (id !== null) page.nextId = line === '####' ? null : id + 1;
    const ssid = unescapeSsid(field.get('ssid') ?? '');
    const bssid = field.get('bssid') ?? '';
    const frequencyMhz = integer(field.get('freq'), 1000, 100_000);
    const signalDbm = integer(field.get('level'), -200, 50);
    const flags = field.get('flags') ?? '';
    if (!ssid || !IS_BSSID.test(bssid) || frequencyMhz === null || signalDbm === null) continue;
    if (NO_ACCESS_POINT.test(flags)) continue;
    const ageSeconds = integer(field.get('age'), 0, 2 ** 31 - 1) ?? 0;
    page.heard.push({ ssid, bssid, frequencyMhz, signalDbm, security: securityOf(flags), ageSeconds });
  }
  return page;
}

/** What "[WPA2-PSK+SAE-CCMP][SAE-H2E][ESS]" asks of a device that joins. */
export function securityOf(flags: string): WifiSecurity {
  const tokens = [...flags.matchAll(/\[([^[\]]{1,200})\]/g)].map(([, token]) => token!);
  const rsn = tokens.find((token) => /^(?:WPA2|RSN)-/.test(token));
  if (rsn === undefined)
    return tokens.some((token) => /^(?:WPA-|WEP|OSEN|OWE-TRANS$)/.test(token)) ? 'other' : 'open';
  const methods = rsn.slice(rsn.indexOf('-') + 1).split('+');
  const psk = methods.some((method) => /^(?:FT\/)?PSK(?:-|$)/.test(method));
  const sae = methods.some((method) => /^(?:FT\/)?SAE(?:-|$)/.test(method));
  if (psk) return sae ? 'wpa2+wpa3' : 'wpa2';
  return sae ? 'wpa3' : 'other';
}

/** The same of a network block's own "WPA-PSK WPA-PSK-SHA256 SAE". */
export function securityOfKeyManagement(methods: string): WifiSecurity {
  const words = methods.trim().split(/\s+/);
  const psk = words.some((word) => /^(?:FT|WPA)-PSK(?:-SHA256)?$/.test(word));
  const sae = words.some((word) => /^(?:FT-)?SAE(?:-EXT-KEY)?$/.test(word));
  if (psk) return sae ? 'wpa2+wpa3' : 'wpa2';
  if (sae) return 'wpa3';
  return words.length === 1 && words[0] === 'NONE' ? 'open' : 'other';
}

export interface ListedNetwork {
  id: number;
  ssid: Buffer;
  current: boolean;
  disabled: boolean;
}

/** Reads LIST_NETWORKS. */
export function parseNetworks(text: string): ListedNetwork[] {
  const networks: ListedNetwork[] = [];
  for (const line of linesOf(text)) {
    const [idText, name, , flags = ''] = line.split('\t');
    const id = integer(idText, 0, 2 ** 31 - 1);
    const ssid = name === undefined ? null : unescapeSsid(name);
    if (id === null || !ssid) continue;
    networks.push({
      id,
      ssid,
      current: flags.includes('[CURRENT]'),
      disabled: flags.includes('[DISABLED]'),
    });
  }
  return networks;
}

export interface WpaStatus {
  /** wpa_state, such as "COMPLETED"; empty when it was not said. */
  state: string;
  id?: number;
  ssid?: Buffer;
  bssid?: string;
  frequencyMhz?: number;
  ipAddress?: string;
}

/** Reads STATUS. */
export function parseStatus(text: string): WpaStatus {
  const field = fields(linesOf(text));
  const status: WpaStatus = { state: /^[0-9A-Z_]{1,40}$/.exec(field.get('wpa_state') ?? '')?.[0] ?? '' };
  const id = integer(field.get('id'), 0, 2 ** 31 - 1);
  if (id !== null) status.id = id;
  const ssid = field.has('ssid') ? unescapeSsid(field.get('ssid')!) : null;
  if (ssid) status.ssid = ssid;
  const bssid = field.get('bssid') ?? '';
  if (IS_BSSID.test(bssid)) status.bssid = bssid;
  const frequencyMhz = integer(field.get('freq'), 1000, 100_000);
  if (frequencyMhz !== null) status.frequencyMhz = frequencyMhz;
  const address = /^\d{1,3}(?:\.\d{1,3}){3}$/.exec(field.get('ip_address') ?? '');
  if (address) status.ipAddress = address[0];
  return status;
}

/** Reads SIGNAL_POLL. @returns dBm, or null when the driver does not tell */
export function parseSignal(text: string): number | null {
  return integer(fields(linesOf(text)).get('RSSI'), -200, 0);
}
