/** The devices of the household as last heard, and the last figures of each. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Device, DeviceTelemetry } from '../../api.ts';

/** Figures kept per device for the spark lines: 20 minutes at one every 10 s. */
const HISTORY = 120;

export class DeviceList {
  readonly #all = signal<readonly Device[] | null>(null);
  readonly #history = signal<ReadonlyMap<string, readonly DeviceTelemetry[]>>(new Map());

  /** Null before the first answer of the cloud. */
  get all(): ReadonlySignal<readonly Device[] | null> {
    return this.#all;
  }

  byId(deviceId: string): Device | undefined {
    return this.#all.value?.find((d) => d.id === deviceId);
  }

  nameOf(deviceId: string): string {
    return this.byId(deviceId)?.name ?? 'A device';
  }

  /** Figures of a device since this page was opened, oldest first. */
  history(deviceId: string): readonly DeviceTelemetry[] {
    return this.#history.value.get(deviceId) ?? [];
  }

  replace(devices: readonly Device[]): void {
    this.#all.value = devices;
    for (const device of devices) this.#remember(device.id, device.telemetry);
  }

  /** A device as it is now; one not known before joins the list. */
  apply(device: Device): void {
    const known = this.#all.value ?? [];
    const at = known.findIndex((d) => d.id === device.id);
    this.#all.value = at < 0 ? [...known, device] : known.with(at, device);
    this.#remember(device.id, device.telemetry);
  }

  applyTelemetry(deviceId: string, telemetry: DeviceTelemetry): void {
    const device = this.byId(deviceId);
    if (device) this.apply({ ...device, telemetry });
  }

  clear(): void {
    this.#all.value = null;
    this.#history.value = new Map();
  }

  #remember(deviceId: string, telemetry: DeviceTelemetry | null): void {
    const kept = this.history(deviceId);
    const newest = kept.at(-1)?.atMs ?? 0;
    if (!telemetry || telemetry.atMs <= newest) return;
    const next = [...kept, telemetry].slice(-HISTORY);
    this.#history.value = new Map(this.#history.value).set(deviceId, next);
  }
}
