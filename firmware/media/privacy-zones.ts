/** The privacy zones that pictures have to have, and whether those that come have them. */
import type { SettingsStore } from '../settings/store.ts';
import { parseZones } from '../settings/zones.ts';
import type { PrivacyZonesOrder } from './control.ts';

export class PrivacyZones {
  readonly #settings: SettingsStore;
  #order: PrivacyZonesOrder = { revision: 0, polygons: [] };
  /** What the present process has told of its pictures; null before it has. */
  #confirmed: number | null = null;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  /** For the media process. */
  get order(): PrivacyZonesOrder {
    return this.#order;
  }

  /** Whether what comes now has the zones: nothing else may be kept, shown or looked at. */
  get areOn(): boolean {
    return this.#confirmed === this.#order.revision;
  }

  /** Reads the setting. @returns whether other zones are private than before */
  read(): boolean {
    const polygons = parseZones(this.#settings.get('zones.list'))
      .filter(({ use }) => use === 'privacy')
      .map(({ points }) => points.map(([x, y]): [number, number] => [x, y]));
    if (JSON.stringify(polygons) === JSON.stringify(this.#order.polygons)) return false;
    this.#order = { revision: (this.#order.revision + 1) >>> 0, polygons };
    return true;
  }

  /** Another process begins: it has to tell for itself. */
  forget(): void {
    this.#confirmed = null;
  }

  confirmed(revision: number): void {
    this.#confirmed = revision;
  }
}
