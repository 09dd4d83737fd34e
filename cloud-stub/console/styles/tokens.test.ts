import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('tokens');
const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

type Colours = Record<string, string>;
const coloursIn = (text: string): Colours =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):(#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!]));
const blockAfter = (head: string): string => {
  const from = css.indexOf(head);
  assert.ok(from >= 0, `no ${head}`);
  return css.slice(from, css.indexOf('}', from));
};
const light = coloursIn(blockAfter(':root{'));
const dark = { ...light, ...coloursIn(blockAfter(':root[data-theme=dark]{')) };

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

test('the dark values are written twice, and are the same', () => {
  const bySystem = coloursIn(blockAfter(':root:not([data-theme=light]){'));
  assert.equal(bySystem, coloursIn(blockAfter(':root[data-theme=dark]{')));
});

for (const [name, c] of Object.entries({ light, dark })) {
  test(`${name}: words are easy to read on every ground`, () => {
    for (const ground of ['paper', 'surface', 'sunk']) {
      for (const ink of ['ink', 'ink-2', 'lamp', 'alarm']) {
        const ratio = contrast(c[ink]!, c[ground]!);
        assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
    for (const [ink, ground] of [
      ['on-lamp', 'lamp'],
      ['alarm', 'alarm-soft'],
      ['ink', 'alarm-soft'],
      ['on-glass', 'stage'],
      ['on-glass-2', 'stage'],
    ] as const) {
      assert.ok(contrast(c[ink]!, c[ground]!) >= 4.5, `${ink} on ${ground}`);
    }
  });

  test(`${name}: the edges of controls can be seen`, () => {
    for (const ground of ['paper', 'surface', 'sunk']) {
      assert.ok(contrast(c.edge!, c[ground]!) >= 3, `edge on ${ground}`);
    }
  });
}

test.run();
