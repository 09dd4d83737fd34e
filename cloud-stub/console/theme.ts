/** Light, dark, or as the system says; remembered. public/theme.js applies it before the first paint. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { remembered, remember } from './memory.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
const ORDER: ThemeChoice[] = ['system', 'light', 'dark'];
const KEY = 'pupsentry.theme';

export class Theme {
  readonly #choice = signal<ThemeChoice>(remembered(KEY, ORDER) ?? 'system');

  get choice(): ReadonlySignal<ThemeChoice> {
    return this.#choice;
  }

  /** System, light, dark, system... */
  next(): void {
    const choice = ORDER[(ORDER.indexOf(this.#choice.value) + 1) % ORDER.length] ?? 'system';
    this.#choice.value = choice;
    remember(KEY, choice);
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
  }
}
