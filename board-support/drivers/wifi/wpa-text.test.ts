import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listNetworks } from './scan-list.ts';
import { escapeSsid } from './testing/stand-in-supplicant.ts';
import { parseEvent } from './wpa-event.ts';
import {
  parseBssPage,
  parseNetworks,
  parseSignal,
  parseStatus,
  securityOf,
  securityOfKeyManagement,
  unescapeSsid,
} from './wpa-text.ts';

/** What wpa_supplicant 2.10 answered on mac80211_hwsim, bytes as they came. */
const BSS_PAGE = String.raw`id=0
bssid=02:00:00:00:00:00
freq=2412
level=-30
age=2
flags=[WPA2-PSK+SAE+PSK-SHA256-CCMP][SAE-H2E][ESS]
ssid=Caf\xc3\xa9 \"two\"\\three\t
====
id=1
bssid=02:00:00:00:00:02
freq=2412
level=-30
age=2
flags=[WPA-PSK-TKIP][ESS]
ssid=Old
====
id=2
bssid=02:00:00:00:00:03
freq=2412
level=-30
age=2
flags=[WPA-PSK-CCMP+TKIP][WPA2-PSK-CCMP+TKIP][ESS]
ssid=Mixed
====
id=3
bssid=02:00:00:00:01:02
freq=2437
level=-30
age=2
flags=[WPA2-SAE-CCMP][ESS]
ssid=Wpa3
====
id=4
bssid=02:00:00:00:01:03
freq=2437
level=-30
age=2
flags=[WPA2-EAP-TKIP][ESS]
ssid=Company
====
id=5
bssid=02:00:00:00:00:01
freq=2412
level=-30
age=2
flags=[ESS]
ssid=\xff\x00\xfe
====
id=6
bssid=02:00:00:00:01:01
freq=2437
level=-30
age=4
flags=[ESS]
ssid=\x00\x00\x00\x00\x00\x00\x00
====
id=7
bssid=02:00:00:00:01:00
freq=2437
level=-40
age=4
flags=[ESS]
ssid=
####
`;
const NETWORKS = String.raw`network id / ssid / bssid / flags
0	Caf\xc3\xa9 \"two\"\\three\t	any	[CURRENT]
1	\xff\x00\xfe	any	[DISABLED]
2		any	[DISABLED]
3	Home	02:00:00:00:00:00	[TEMP-DISABLED]
`;
const STATUS = String.raw`bssid=02:00:00:00:00:00
freq=2412
ssid=Caf\xc3\xa9 \"two\"\\three\t
id=0
mode=station
pairwise_cipher=CCMP
group_cipher=CCMP
key_mgmt=WPA2-PSK
wpa_state=COMPLETED
ip_address=192.168.77.2
p2p_device_address=42:00:00:00:02:00
address=02:00:00:00:02:00
uuid=a134bcd4-edf6-548b-87e5-49d3aedf9b60
`;
const SIGNAL = 'RSSI=-30\nLINKSPEED=12\nNOISE=-92\nFREQUENCY=2412\nAVG_RSSI=-31\n';
const EVENTS = [
  "<3>SME: Trying to authenticate with 02:00:00:00:00:01 (SSID='TestSae' freq=2412 MHz)",
  "<3>Trying to associate with 02:00:00:00:00:00 (SSID='TestCam' freq=2412 MHz)",
  '<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:01 completed [id=0 id_str=]',
  '<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=3 locally_generated=1',
  '<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:01 auth_type=3 auth_transaction=2 status_code=1',
  '<3>CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=17',
  '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="TestCam" auth_failures=1 duration=10 reason=WRONG_KEY',
  '<3>CTRL-EVENT-REGDOM-CHANGE init=USER type=COUNTRY alpha2=DE',
];
const CAFE = Buffer.from('Café "two"\\three\t');

const test = suite('wpa-text');

test('transmitters: names as bytes, security, signal', () => {
  const { heard, nextId } = parseBssPage(BSS_PAGE);
  assert.is(nextId, null);
  assert.equal(
    heard.map(({ security }) => security),
    ['wpa2+wpa3', 'other', 'wpa2', 'wpa3', 'other', 'open', 'open', 'open'],
  );
  assert.equal(heard[0], {
    ssid: CAFE,
    bssid: '02:00:00:00:00:00',
    frequencyMhz: 2412,
    signalDbm: -30,
    security: 'wpa2+wpa3',
    ageSeconds: 2,
  });
  assert.equal(heard[5]!.ssid, Buffer.from([0xff, 0x00, 0xfe]));
});

test('a page that is not the last says where the next one begins', () => {
  const cut = BSS_PAGE.slice(0, BSS_PAGE.indexOf('id=3'));
  assert.is(parseBssPage(cut).nextId, 3);
  assert.is(parseBssPage(cut).heard.length, 3);
  assert.equal(parseBssPage(''), { heard: [], nextId: null });
});

test('what is wrong in a transmitter costs that one alone', () => {
  for (const [good, bad] of [
    ['freq=2412', 'freq=radio'],
    ['level=-30', 'level=1e9'],
    ['bssid=02:00:00:00:00:00', 'bssid=02:00'],
    ['ssid=Caf', `ssid=${'a'.repeat(40)}`],
    ['[SAE-H2E][ESS]', '[SAE-H2E][IBSS]'],
  ] as const)
    assert.is(parseBssPage(BSS_PAGE.replace(good, bad)).heard.length, 7, bad);
});

test('a name cannot end its block or add a field', () => {
  const hostile = 'ssid=====';
  const { heard } = parseBssPage(BSS_PAGE.replace('ssid=Old', hostile));
  assert.is(heard.length, 8);
  assert.is(heard[1]!.ssid.toString(), '====');
});

test('the list: one for each name and security, the strongest of them, hidden ones left out', () => {
  const bss = (name: string, signalDbm: number, security: 'open' | 'wpa2' = 'wpa2') => ({
    ssid: Buffer.from(name),
    bssid: `02:00:00:00:00:${Math.abs(signalDbm)}`,
    security,
    signalDbm,
    frequencyMhz: 2412,
  });
  const list = listNetworks([
    bss('b', -70),
    bss('a', -60),
    bss('b', -50),
    bss('b', -55, 'open'),
    bss('', -10),
    bss('\0\0\0', -10),
    bss('c', -60),
  ]);
  assert.equal(
    list.map(({ ssid, security, signalDbm }) => [ssid, security, signalDbm]),
    [
      ['b', 'wpa2', -50],
      ['b', 'open', -55],
      ['a', 'wpa2', -60],
      ['c', 'wpa2', -60],
    ],
  );
  assert.is(list[0]!.bssid, '02:00:00:00:00:50');
  const crowd = Array.from({ length: 200 }, (_, i) => bss(`n${i}`, -20 - (i % 70)));
  assert.is(listNetworks(crowd).length, 64);
  assert.ok(listNetworks(crowd).every(({ signalDbm }) => signalDbm >= -42));
});

test('security of flags as access points of many makes show them', () => {
  for (const [flags, security] of [
    ['[ESS]', 'open'],
    ['', 'open'],
    ['[WPS][ESS]', 'open'],
    ['[OWE-TRANS-OPEN][ESS]', 'open'],
    ['[WPA2-OWE-CCMP][ESS]', 'other'],
    ['[WPA2-OWE-CCMP][OWE-TRANS][ESS]', 'other'],
    ['[WEP][ESS]', 'other'],
    ['[WPA-PSK-CCMP][ESS]', 'other'],
    ['[WPA2-PSK-CCMP][WPS][ESS]', 'wpa2'],
    ['[WPA2-PSK+FT/PSK-CCMP][ESS]', 'wpa2'],
    ['[WPA2-PSK-SHA256-CCMP][ESS]', 'wpa2'],
    ['[WPA2-SAE+FT/SAE-CCMP][SAE-H2E][ESS]', 'wpa3'],
    ['[WPA2-SAE-EXT-KEY-GCMP-256][ESS]', 'wpa3'],
    ['[WPA2-PSK+SAE-CCMP-preauth][SAE-H2E][ESS][UTF-8]', 'wpa2+wpa3'],
    ['[WPA2-EAP+EAP-SHA256-CCMP][ESS]', 'other'],
    ['[WPA2-?][ESS]', 'other'],
    ['[WPA-PSK-TKIP][WPA2-EAP-CCMP][ESS]', 'other'],
  ] as const)
    assert.is(securityOf(flags), security, flags);
  assert.is(securityOfKeyManagement('WPA-PSK WPA-PSK-SHA256 SAE'), 'wpa2+wpa3');
  assert.is(securityOfKeyManagement('WPA-PSK WPA-EAP'), 'wpa2');
  assert.is(securityOfKeyManagement('SAE'), 'wpa3');
  assert.is(securityOfKeyManagement('NONE'), 'open');
  assert.is(securityOfKeyManagement('FAIL'), 'other');
});

test('saved networks', () => {
  assert.equal(parseNetworks(NETWORKS), [
    { id: 0, ssid: CAFE, current: true, disabled: false },
    { id: 1, ssid: Buffer.from([0xff, 0x00, 0xfe]), current: false, disabled: true },
    { id: 2, ssid: Buffer.alloc(0), current: false, disabled: true },
    { id: 3, ssid: Buffer.from('Home'), current: false, disabled: false },
  ]);
  assert.equal(parseNetworks('FAIL\n'), []);
});

test('status and signal', () => {
  assert.equal(parseStatus(STATUS), {
    state: 'COMPLETED',
    id: 0,
    ssid: CAFE,
    bssid: '02:00:00:00:00:00',
    frequencyMhz: 2412,
    ipAddress: '192.168.77.2',
  });
  assert.equal(parseStatus('wpa_state=INTERFACE_DISABLED\naddress=02:00:00:00:02:00\n'), {
    state: 'INTERFACE_DISABLED',
  });
  assert.equal(parseStatus('FAIL\n'), { state: '' });
  assert.is(parseSignal(SIGNAL), -30);
  assert.is(parseSignal('FAIL\n'), null);
  assert.is(parseSignal('RSSI=9999\n'), null);
});

test('names: every byte comes back', () => {
  for (let byte = 0; byte < 256; byte++) {
    const ssid = Buffer.from([0x61, byte, 0x62]);
    assert.equal(unescapeSsid(escapeSsid(ssid)), ssid);
  }
  assert.equal(unescapeSsid('\\x4'), Buffer.from('\\x4'));
  assert.equal(unescapeSsid('trailing\\'), Buffer.from('trailing\\'));
  assert.is(unescapeSsid('a'.repeat(33)), null);
  assert.is(unescapeSsid('\\xff'.repeat(33)), null);
  assert.is(unescapeSsid('\\xff'.repeat(32))!.length, 32);
});

test('events', () => {
  assert.equal(EVENTS.map(parseEvent), [
    { kind: 'trying' },
    { kind: 'trying' },
    { kind: 'connected', bssid: '02:00:00:00:00:01', id: 0 },
    { kind: 'disconnected', bssid: '02:00:00:00:00:00', reason: 3, local: true },
    { kind: 'authentication-rejected', algorithm: 3, transaction: 2, status: 1 },
    { kind: 'association-rejected', status: 17, timedOut: false },
    { kind: 'network-disabled', id: 0, reason: 'WRONG_KEY' },
    { kind: 'country-changed', country: 'DE' },
  ]);
  assert.equal(parseEvent('<3>CTRL-EVENT-ASSOC-REJECT status_code=16 timeout=auth'), {
    kind: 'association-rejected',
    status: 16,
    timedOut: true,
  });
  assert.equal(parseEvent('<3>CTRL-EVENT-SCAN-FAILED ret=-100'), { kind: 'scan-failed', code: -100 });
  assert.equal(parseEvent('CTRL-EVENT-TERMINATING '), { kind: 'terminating' });
  assert.equal(parseEvent('<3>toString'), { kind: 'other' });
  assert.equal(parseEvent(''), { kind: 'other' });
});

test('a name in an event cannot pass for its reason', () => {
  const ssid = escapeSsid(Buffer.from('x" auth_failures=1 duration=1 reason=WRONG_KEY'));
  assert.equal(
    parseEvent(
      `<3>CTRL-EVENT-SSID-TEMP-DISABLED id=4 ssid="${ssid}" auth_failures=1 duration=10 reason=CONN_FAILED`,
    ),
    { kind: 'network-disabled', id: 4, reason: 'CONN_FAILED' },
  );
  assert.equal(
    parseEvent("<3>SME: Trying to authenticate with 02:00:00:00:00:01 (SSID='CTRL-EVENT-CONNECTED' freq=1)"),
    { kind: 'trying' },
  );
});

/** Small and seeded (mulberry32), so that a failing case can be run again. */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('100,000 mangled answers: nothing throws, everything that comes out is in its range', () => {
  const random = seeded(7);
  const below = (n: number) => Math.floor(random() * n);
  const sources = [BSS_PAGE, NETWORKS, STATUS, SIGNAL, ...EVENTS];
  const bits = [
    '\n',
    '\t',
    '=',
    '"',
    '\\',
    '\\x',
    '[',
    ']',
    '####',
    '====',
    '\0',
    '\xff',
    '-',
    '9'.repeat(12),
    ' ',
  ];
  const mangle = (text: string) => {
    const start = below(text.length);
    let out = text.slice(start, start + 60 + below(240));
    for (let edits = 1 + below(4); edits > 0; edits--) {
      const at = below(out.length + 1);
      const kind = below(3);
      const middle =
        kind === 0 ? bits[below(bits.length)]! : kind === 1 ? '' : String.fromCharCode(below(256));
      out = out.slice(0, at) + middle + out.slice(at + below(6));
    }
    return out;
  };
  let heardSome = 0;
  for (let i = 0; i < 100_000; i++) {
    const text = mangle(sources[below(sources.length)]!);
    const page = parseBssPage(text);
    heardSome += page.heard.length;
    for (const { ssid, bssid, signalDbm, frequencyMhz } of page.heard) {
      const sane =
        ssid.length <= 32 && bssid.length === 17 && Math.abs(signalDbm) <= 200 && frequencyMhz >= 1000;
      if (!sane) assert.unreachable(`seed 7, case ${i}: ${JSON.stringify(text)}`);
    }
    for (const { id, ssid } of parseNetworks(text))
      if (!Number.isInteger(id) || id < 0 || ssid.length > 32) assert.unreachable(`seed 7, case ${i}`);
    if ((parseStatus(text).ssid?.length ?? 0) > 32) assert.unreachable(`seed 7, case ${i}`);
    const signal = parseSignal(text);
    if (signal !== null && (signal > 0 || signal < -200)) assert.unreachable(`seed 7, case ${i}`);
    if (typeof parseEvent(text).kind !== 'string') assert.unreachable(`seed 7, case ${i}`);
    securityOf(text);
    securityOfKeyManagement(text);
  }
  assert.ok(heardSome > 1000, `${heardSome}`);
});

test('the longest datagrams, made to be slow, are read in no time', () => {
  const longest = 16_384;
  const filled = (start: string, filling: string) =>
    (start + filling.repeat(longest / filling.length)).slice(0, longest);
  const began = process.cpuUsage();
  parseBssPage(filled('', 'a=b\n'));
  parseBssPage(filled('', '====\n'));
  parseNetworks(filled('', '1\ta\tany\t\n'));
  securityOf(filled('', '['));
  unescapeSsid(filled('', '\\'));
  parseEvent(filled('<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="', '\\"'));
  parseEvent(filled('<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:01 completed [', 'id=0 id_str='));
  const { user, system } = process.cpuUsage(began);
  assert.ok((user + system) / 1000 < 1000, `${(user + system) / 1000} ms of the processor`);
});

test.run();
