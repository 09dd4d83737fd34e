import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { findWirelessInterface, wirelessInterfaces } from './wireless-interface.ts';

const test = suite('wireless-interface');

/** /sys/class/net as the kernel lays it out. */
function net(t: (root: string) => void): void {
  const base = mkdtempSync(join(tmpdir(), 'net-'));
  const root = join(base, 'net');
  const add = (name: string, driver: string | null, wireless: boolean) => {
    const device = join(base, 'devices', name);
    mkdirSync(join(device, 'net', name), { recursive: true });
    if (driver) {
      mkdirSync(join(base, 'drivers', driver), { recursive: true });
      symlinkSync(join(base, 'drivers', driver), join(device, 'driver'));
    }
    symlinkSync('../..', join(device, 'net', name, 'device'));
    if (wireless) mkdirSync(join(device, 'net', name, 'phy80211'));
    mkdirSync(root, { recursive: true });
    symlinkSync(join(device, 'net', name), join(root, name));
  };
  add('eth0', 'bcmgenet', false);
  add('wlan10', 'brcmfmac', true);
  add('wlan2', 'mt76x2u', true);
  add('mon0', null, true);
  try {
    t(root);
  } finally {
    rmSync(base, { recursive: true });
  }
}

function said(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PupsentryError && error.code === 'wifi-down')
      return `${error.message} ${error.remedy}`;
    throw error;
  }
  return assert.unreachable() as never;
}

test('by driver, by name, by both', () =>
  net((root) => {
    assert.is(findWirelessInterface({ driver: 'brcmfmac' }, root).name, 'wlan10');
    assert.is(findWirelessInterface({ interface: 'wlan2' }, root).driver, 'mt76x2u');
    assert.is(findWirelessInterface({}, root).name, 'mon0');
    assert.equal(
      wirelessInterfaces(root).map(({ name }) => name),
      ['mon0', 'wlan2', 'wlan10'],
    );
  }));

test('none: says what was looked for and what there is', () =>
  net((root) => {
    const text = said(() => findWirelessInterface({ driver: 'ath9k' }, root));
    assert.match(text, 'of the driver "ath9k"');
    assert.match(text, 'wlan10 (brcmfmac)');
    assert.match(
      said(() => findWirelessInterface({ interface: 'eth0' }, root)),
      'named "eth0"',
    );
    said(() => findWirelessInterface({ interface: 'wlan2', driver: 'brcmfmac' }, root));
    assert.match(
      said(() => findWirelessInterface({}, '/nowhere')),
      'There is no Wi-Fi interface. Check',
    );
  }));

test.run();
