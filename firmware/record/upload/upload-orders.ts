/**
 * What the cloud has told about cloud recording (contract: CloudRecording), checked, kept across restarts: whether
 * it is on, where clips go, and for whose keys they are sealed.
 */
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { v1 } from '#protocol/messages.ts';
import { readKeyList, verifyKeyList, type KeyList } from '#protocol/sealed/key-list.ts';
import { SealError } from '#protocol/sealed/seal-error.ts';
import { ensureFolder, readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';

/** In the folder of uploads; holds the pass to the household's cloud. */
export const ORDERS_FILE = 'orders.json';

interface Kept {
  on: boolean;
  uploadUrl: string;
  uploadToken: string;
  expiresMs: number;
  maxKbps: number;
  /** Text of the list that is trusted; its signature has been looked at. */
  keys: string | null;
}

const NONE: Kept = { on: false, uploadUrl: '', uploadToken: '', expiresMs: 0, maxKbps: 0, keys: null };

export class UploadOrders {
  readonly #folder: string;
  #kept = NONE;
  #keys: KeyList | null = null;

  constructor(options: { folder: string }) {
    this.#folder = options.folder;
  }

  /** Reads what was kept; damaged, it counts as nothing, and trust begins anew. */
  async open(): Promise<void> {
    await ensureFolder(this.#folder);
    try {
      const text = await readTextIfThere(join(this.#folder, ORDERS_FILE));
      if (text === null) return;
      this.#kept = { ...NONE, ...(JSON.parse(text) as Kept) };
      if (this.#kept.keys) this.#keys = await readKeyList(this.#kept.keys);
    } catch {
      this.#kept = NONE;
      this.#keys = null;
    }
  }

  /** Clips are wanted: it is on, and there is somebody to seal them for. */
  get isOn(): boolean {
    return this.#kept.on && this.#keys !== null;
  }

  /** Null before the first list. */
  get keys(): KeyList | null {
    return this.#keys;
  }

  /** kbit/s; 0 without a limit. */
  get maxKbps(): number {
    return this.#kept.maxKbps;
  }

  /** @returns null when there is none that is still good; with a clock that may be wrong, the cloud decides */
  pass(clock: Pick<Clock, 'nowMs' | 'quality'>): { url: string; token: string } | null {
    const { on, uploadUrl: url, uploadToken: token, expiresMs } = this.#kept;
    const isOver = clock.quality() === 'synced' && clock.nowMs() >= expiresMs;
    return on && token && !isOver ? { url, token } : null;
  }

  /** The cloud did not take it. */
  spoilPass(): void {
    this.#kept = { ...this.#kept, uploadToken: '' };
  }

  /**
   * Takes an order; on disk when this resolves.
   * @throws PupsentryError "cloud-recording-malformed", "upload-insecure" or "keys-not-trusted"; nothing of the
   *   order counts then
   */
  async take(order: v1.ICloudRecording): Promise<void> {
    const next: Kept = {
      on: order.on ?? false,
      uploadUrl: order.uploadUrl ?? '',
      uploadToken: order.uploadToken ?? '',
      expiresMs: order.expiresMs ?? 0,
      maxKbps: order.maxKbps ?? 0,
      keys: this.#kept.keys,
    };
    if (next.on) mustBeDoor(next.uploadUrl);
    if (next.uploadToken.length > 512 || /[^\x21-\x7e]/.test(next.uploadToken)) throw malformed('its token');
    let keys = this.#keys;
    const list = order.keys;
    // The list that is known already comes with every order.
    if (list?.text && list.text !== this.#kept.keys) {
      try {
        keys = await verifyKeyList(
          { text: list.text, signedBy: list.signedBy ?? '', signature: list.signature ?? '' },
          this.#keys,
        );
      } catch (cause) {
        if (!(cause instanceof SealError)) throw cause;
        throw new PupsentryError(
          'keys-not-trusted',
          `The household's keys are not taken: ${cause.message}`,
          'Add the new key from a browser that opens clips already, or reset the device to its factory state.',
          { cause },
        );
      }
      next.keys = list.text;
    }
    await writeFileAtomic(join(this.#folder, ORDERS_FILE), JSON.stringify(next));
    this.#kept = next;
    this.#keys = keys;
  }
}

/** The clips are sealed, but the pass is not: in the open it travels at home only. */
function mustBeDoor(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || text.length > 500 || url.search || url.hash || url.username || text.endsWith('/'))
    throw malformed('its address');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isAtHome(url.hostname))) return;
  throw new PupsentryError(
    'upload-insecure',
    `Clips are not sent to ${url.host} without TLS.`,
    'Give the cloud an https:// address with --public-url.',
  );
}

/** Loopback, private and link-local addresses, and names of the local network. */
function isAtHome(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '');
  if (isIP(name) === 4) return /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(name);
  if (isIP(name) === 6) return name === '::1' || /^f[cd]|^fe[89ab]/i.test(name);
  return name === 'localhost' || name.endsWith('.local') || !name.includes('.');
}

function malformed(what: string): PupsentryError {
  return new PupsentryError('cloud-recording-malformed', `The order for cloud recording is wrong: ${what}.`);
}
