/** What wpa_supplicant tells unasked, read (src/common/wpa_ctrl.h of 2.10). Pure. */

export type WpaEvent =
  | { kind: 'scan-started' }
  | { kind: 'scan-finished' }
  /** `code`: a negative errno of the driver. */
  | { kind: 'scan-failed'; code: number }
  /** A scan ended and no enabled network was in it. */
  | { kind: 'network-not-found' }
  /** Authentication or association was begun. */
  | { kind: 'trying' }
  | { kind: 'connected'; bssid: string; id: number }
  /** `reason`: IEEE 802.11-2020, table 9-49. `local`: it was this side that ended it. */
  | { kind: 'disconnected'; bssid: string; reason: number; local: boolean }
  /** `status`: IEEE 802.11-2020, table 9-50. */
  | { kind: 'association-rejected'; status: number; timedOut: boolean }
  /** `algorithm` 3 is SAE (WPA3); its `transaction` 1 is the commit, 2 the confirm. */
  | { kind: 'authentication-rejected'; algorithm: number; transaction: number; status: number }
  /** `reason`: WRONG_KEY, CONN_FAILED, AUTH_FAILED, NO_PSK_AVAILABLE. */
  | { kind: 'network-disabled'; id: number; reason: string }
  | { kind: 'country-changed'; country: string }
  /** It ends itself, or was told to. */
  | { kind: 'terminating' }
  | { kind: 'other' };

type Reader = (rest: string) => WpaEvent | null;

const raw = String.raw;
const DISABLED = new RegExp(
  raw`^id=(\d{1,9}) ssid="(?:[^"\\]|\\.)*" auth_failures=\d+ duration=\d+ reason=([A-Z_]{1,40})$`,
);
const BSSID = '([0-9a-f]{2}(?::[0-9a-f]{2}){5})';
const CONNECTED = new RegExp(
  raw`^- Connection to ${BSSID} completed(?: \([a-z]+\))? \[id=(-?\d{1,9}) id_str=`,
);
const DISCONNECTED = new RegExp(raw`^bssid=${BSSID} reason=(\d{1,5})( locally_generated=1)?`);
const AUTH_REJECTED = new RegExp(
  raw`^${BSSID} auth_type=(\d{1,5}) auth_transaction=(\d{1,5}) status_code=(\d{1,5})`,
);
const ASSOC_REJECTED = new RegExp(raw`^(?:bssid=${BSSID} )?status_code=(\d{1,5})( timeout)?`);

/** By the word an event begins with. */
const READERS: Record<string, Reader> = {
  'CTRL-EVENT-SCAN-STARTED': () => ({ kind: 'scan-started' }),
  'CTRL-EVENT-SCAN-RESULTS': () => ({ kind: 'scan-finished' }),
  'CTRL-EVENT-SCAN-FAILED': (rest) => {
    const found = /^ret=(-?\d{1,5})\b/.exec(rest);
    return { kind: 'scan-failed', code: found ? Number(found[1]) : -1 };
  },
  'CTRL-EVENT-NETWORK-NOT-FOUND': () => ({ kind: 'network-not-found' }),
  'CTRL-EVENT-CONNECTED': (rest) => {
    const found = CONNECTED.exec(rest);
    return found && { kind: 'connected', bssid: found[1]!, id: Number(found[2]) };
  },
  'CTRL-EVENT-DISCONNECTED': (rest) => {
    const found = DISCONNECTED.exec(rest);
    return (
      found && {
        kind: 'disconnected',
        bssid: found[1]!,
        reason: Number(found[2]),
        local: found[3] !== undefined,
      }
    );
  },
  'CTRL-EVENT-ASSOC-REJECT': (rest) => {
    const found = ASSOC_REJECTED.exec(rest);
    return (
      found && { kind: 'association-rejected', status: Number(found[2]), timedOut: found[3] !== undefined }
    );
  },
  'CTRL-EVENT-AUTH-REJECT': (rest) => {
    const found = AUTH_REJECTED.exec(rest);
    return (
      found && {
        kind: 'authentication-rejected',
        algorithm: Number(found[2]),
        transaction: Number(found[3]),
        status: Number(found[4]),
      }
    );
  },
  'CTRL-EVENT-SSID-TEMP-DISABLED': (rest) => {
    const found = DISABLED.exec(rest);
    return found && { kind: 'network-disabled', id: Number(found[1]), reason: found[2]! };
  },
  'CTRL-EVENT-REGDOM-CHANGE': (rest) => {
    const found = /^init=\S{1,20} type=\S{1,20}(?: alpha2=([A-Z0-9]{2}))?$/.exec(rest.trim());
    return found && { kind: 'country-changed', country: found[1] ?? '' };
  },
  'CTRL-EVENT-TERMINATING': () => ({ kind: 'terminating' }),
  'SME:': (rest) => (rest.startsWith('Trying to authenticate with ') ? { kind: 'trying' } : null),
  Trying: (rest) => (rest.startsWith('to associate with ') ? { kind: 'trying' } : null),
};

/** Reads one message, with its priority ("<3>CTRL-EVENT-SCAN-STARTED ") or without. */
export function parseEvent(message: string): WpaEvent {
  const text = message.replace(/^<\d>/, '');
  const at = text.indexOf(' ');
  const word = at < 0 ? text : text.slice(0, at);
  const read = Object.hasOwn(READERS, word) ? READERS[word] : undefined;
  return read?.(at < 0 ? '' : text.slice(at + 1)) ?? { kind: 'other' };
}
