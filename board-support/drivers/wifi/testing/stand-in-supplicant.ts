/**
 * Stands in for wpa_supplicant in tests: the commands, answers and events of version 2.10 that the driver uses,
 * on a real Unix datagram socket, with an air of access points. Nothing waits: what takes seconds is at once.
 */
import { pbkdf2Sync } from 'node:crypto';
import { DatagramServer } from './datagram-server.ts';

export interface AirPoint {
  ssid: Buffer;
  bssid: string;
  freq: number;
  level: number;
  flags: string;
  password?: string;
  /** Status code of its refusals. */
  refuses?: number;
  age?: number;
}

type Block = Record<string, string>;

export class StandInSupplicant {
  air: AirPoint[] = [];
  networks = new Map<number, Block & { disabled?: string }>();
  /** What SAVE_CONFIG wrote last. */
  saved: [number, Block][] = [];
  /** Everything that was asked. */
  readonly asked: string[] = [];
  state = 'INACTIVE';
  current: number | null = null;
  capability = 'NONE IEEE8021X WPA-EAP WPA-PSK OWE SAE';
  /** Answers nothing, as a process that hangs. */
  silent = false;
  /** Answers of the test's own, by the command's first word; undefined: as usual. */
  readonly answers = new Map<string, (rest: string) => string | undefined>();
  readonly globals: Block = {};
  readonly #path: string;
  #server: DatagramServer | null = null;
  #attached: Buffer[] = [];
  #nextId = 0;
  #events: string[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  start(): void {
    this.networks = new Map(this.saved.map(([id, block]) => [id, { ...block }]));
    this.current = null;
    this.state = 'INACTIVE';
    this.#attached = [];
    this.#server = new DatagramServer(this.#path, (command, from) => this.#receive(command, from));
  }

  /** Ends as it does when it is told to. */
  terminate(): void {
    this.tell('CTRL-EVENT-TERMINATING ');
    this.#server?.close();
  }

  /** Ends as with SIGKILL. */
  kill(): void {
    this.#server?.close({ leaveFile: true });
  }

  get listeners(): number {
    return this.#attached.length;
  }

  /** To everyone attached. */
  tell(event: string): void {
    for (const to of this.#attached) this.#server?.send(`<3>${event}`, to);
  }

  #receive(command: string, from: Buffer): void {
    this.asked.push(command);
    if (this.silent) return;
    const at = command.indexOf(' ');
    const word = at < 0 ? command : command.slice(0, at);
    const rest = at < 0 ? '' : command.slice(at + 1);
    if (word === 'ATTACH') this.#attached.push(from);
    const answer = this.answers.get(word)?.(rest) ?? this.#answer(word, rest);
    this.#server?.send(answer, from);
    for (const event of this.#events.splice(0)) this.tell(event);
  }

  #answer(word: string, rest: string): string {
    const [idText = '', name = ''] = rest.split(' ');
    const value = rest.slice(idText.length + name.length + 2);
    const id = Number(idText);
    const network = this.networks.get(id);
    switch (word) {
      case 'ATTACH':
        return 'OK\n';
      case 'PING':
        return 'PONG\n';
      case 'STATUS':
        return this.#status();
      case 'SIGNAL_POLL':
        return this.state === 'COMPLETED' ? 'RSSI=-47\nLINKSPEED=54\nNOISE=-92\nFREQUENCY=2412\n' : 'FAIL\n';
      case 'SET':
        this.globals[idText] = name;
        return 'OK\n';
      case 'GET_CAPABILITY':
        return this.capability;
      case 'SCAN':
        if (this.state === 'INTERFACE_DISABLED') return 'FAIL\n';
        this.#scan();
        return 'OK\n';
      case 'BSS':
        return this.#bss(rest);
      case 'LIST_NETWORKS':
        return this.#list(Number(/LAST_ID=(-?\d+)/.exec(rest)?.[1] ?? -1));
      case 'ADD_NETWORK':
        this.networks.set(this.#nextId, { disabled: '1', priority: '0', key_mgmt: 'WPA-PSK WPA-EAP' });
        return `${this.#nextId++}\n`;
      case 'SET_NETWORK':
        if (!network) return 'FAIL\n';
        network[name] = value;
        if (id === this.current && name !== 'priority') this.#leave(); // its keys are flushed
        return 'OK\n';
      case 'GET_NETWORK':
        return network?.[name] ?? 'FAIL\n';
      case 'REMOVE_NETWORK':
        if (!this.networks.delete(id)) return 'FAIL\n';
        if (this.current === id) this.#leave();
        return 'OK\n';
      case 'ENABLE_NETWORK':
        for (const [other, block] of this.networks) if (rest === 'all' || other === id) delete block.disabled;
        if (this.state !== 'COMPLETED') this.#joinAny();
        return 'OK\n';
      case 'SELECT_NETWORK':
        if (!network) return 'FAIL\n';
        for (const [other, block] of this.networks) {
          if (other === id) delete block.disabled;
          else block.disabled = '1';
        }
        if (this.current !== null && this.current !== id) this.#leave();
        this.#joinAny();
        return 'OK\n';
      case 'REASSOCIATE':
        this.#joinAny();
        return 'OK\n';
      case 'BSSID_IGNORE':
        return 'OK\n';
      case 'SAVE_CONFIG':
        if (this.globals.update_config !== '1') return 'FAIL\n';
        this.saved = [...this.networks].map(([other, block]) => [other, { ...block }]);
        return 'OK\n';
      default:
        return 'UNKNOWN COMMAND\n';
    }
  }

  #status(): string {
    const block = this.current === null ? undefined : this.networks.get(this.current);
    const lines = [`wpa_state=${this.state}`, 'address=02:00:00:00:02:00'];
    const point = block && this.#pointOf(block);
    if (point && this.state === 'COMPLETED') {
      lines.unshift(
        `bssid=${point.bssid}`,
        `freq=${point.freq}`,
        `ssid=${escapeSsid(point.ssid)}`,
        `id=${this.current}`,
      );
      lines.push('ip_address=10.0.0.7');
    }
    return `${lines.join('\n')}\n`;
  }

  #bss(rest: string): string {
    const from = Number(/RANGE=(\d+)-/.exec(rest)?.[1] ?? 0);
    let text = '';
    for (let id = from; id < this.air.length; id++) {
      const { ssid, bssid, freq, level, flags, age = 0 } = this.air[id]!;
      const end = id === this.air.length - 1 ? '####' : '====';
      const block = `id=${id}\nbssid=${bssid}\nfreq=${freq}\nlevel=${level}\nage=${age}\nflags=${flags}\nssid=${escapeSsid(ssid)}\n${end}\n`;
      if (text.length + block.length >= 4096) break;
      text += block;
    }
    return text;
  }

  #list(lastId: number): string {
    let text = 'network id / ssid / bssid / flags\n';
    for (const [id, block] of this.networks) {
      if (id <= lastId) continue;
      const flags = `${id === this.current ? '[CURRENT]' : ''}${block.disabled ? '[DISABLED]' : ''}`;
      const line = `${id}\t${escapeSsid(Buffer.from(block.ssid ?? '', 'hex'))}\tany\t${flags}\n`;
      if (text.length + line.length >= 4096) break;
      text += line;
    }
    return text;
  }

  #scan(): void {
    this.#events.push('CTRL-EVENT-SCAN-STARTED ', 'CTRL-EVENT-SCAN-RESULTS ');
    if (this.state !== 'COMPLETED') this.#joinAny({ scanned: true });
  }

  #leave(): void {
    this.current = null;
    this.state = 'DISCONNECTED';
    this.#events.push('CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:99 reason=3 locally_generated=1');
  }

  #pointOf(block: Block): AirPoint | undefined {
    return this.air.find(({ ssid }) => ssid.toString('hex') === block.ssid);
  }

  #joinAny(options: { scanned?: boolean } = {}): void {
    const enabled = [...this.networks].filter(([, block]) => !block.disabled && block.ssid);
    enabled.sort(([, a], [, b]) => Number(b.priority) - Number(a.priority));
    if (enabled.length === 0) return;
    if (!options.scanned) this.#events.push('CTRL-EVENT-SCAN-STARTED ', 'CTRL-EVENT-SCAN-RESULTS ');
    const found = enabled.find(([, block]) => this.#pointOf(block));
    if (!found) {
      this.state = 'SCANNING';
      this.#events.push('CTRL-EVENT-NETWORK-NOT-FOUND ');
      return;
    }
    const [id, block] = found;
    this.#join(id, block, this.#pointOf(block)!);
  }

  #join(id: number, block: Block, point: AirPoint): void {
    const { bssid, ssid } = point;
    this.#events.push(
      `SME: Trying to authenticate with ${bssid} (SSID='${escapeSsid(ssid)}' freq=${point.freq} MHz)`,
    );
    this.state = 'SCANNING';
    if (point.refuses !== undefined) {
      for (let i = 0; i < 3; i++)
        this.#events.push(`CTRL-EVENT-ASSOC-REJECT bssid=${bssid} status_code=${point.refuses}`);
      return;
    }
    const sae = point.flags.includes('SAE') && (block.key_mgmt ?? '').includes('SAE');
    if (sae && block.sae_password !== Buffer.from(point.password ?? '').toString('hex')) {
      this.#events.push(`CTRL-EVENT-AUTH-REJECT ${bssid} auth_type=3 auth_transaction=2 status_code=15`);
      return;
    }
    if (!sae && point.password !== undefined && block.psk !== keyOf(point.password, ssid)) {
      this.#events.push(
        `CTRL-EVENT-DISCONNECTED bssid=${bssid} reason=15`,
        'WPA: 4-Way Handshake failed - pre-shared key may be incorrect',
        `CTRL-EVENT-SSID-TEMP-DISABLED id=${id} ssid="${escapeSsid(ssid)}" auth_failures=1 duration=10 reason=WRONG_KEY`,
      );
      return;
    }
    this.current = id;
    this.state = 'COMPLETED';
    const mark = (block.id_str ?? '').replaceAll('"', '');
    this.#events.push(
      `Trying to associate with ${bssid} (SSID='${escapeSsid(ssid)}' freq=${point.freq} MHz)`,
      `CTRL-EVENT-CONNECTED - Connection to ${bssid} completed [id=${id} id_str=${mark}]`,
    );
  }
}

const keyOf = (password: string, ssid: Buffer) =>
  pbkdf2Sync(password, ssid, 4096, 32, 'sha1').toString('hex');

/** src/utils/common.c printf_encode */
export function escapeSsid(ssid: Buffer): string {
  const simple: Record<number, string> = {
    0x22: '\\"',
    0x5c: '\\\\',
    0x1b: '\\e',
    0x0a: '\\n',
    0x0d: '\\r',
    0x09: '\\t',
  };
  return [...ssid]
    .map(
      (byte) =>
        simple[byte] ??
        (byte >= 32 && byte <= 126 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`),
    )
    .join('');
}
