/** The machine in which updates are measured: User-Mode Linux on the host's file system, with two slots and a data disk. */
import { copyFile, mkdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '#board/virtual/command.ts';
import { GUEST_ADDRESS, HOST_ADDRESS, PREFIX_BITS, TAP_NAME } from '#board/virtual/tap.ts';
import { startUml } from '#board/virtual/uml.ts';
import type { Method, UpdateFigures } from './figures.ts';

const LIMIT_MS = 600_000;
const MEMORY_MB = 512;
/** Of a slot and of the data disk beyond the image. */
const ROOM_BYTES = 64 * 1024 * 1024;
/** sysconf _SC_CLK_TCK. */
const TICKS_PER_SECOND = 100;

export interface MachineOptions {
  kernel: string;
  /** What the guest's programs need; slots and data are made in it. */
  folder: string;
  /** Our installer. */
  program: string;
  method: Method;
  /** What both slots hold before. */
  oldImage: string;
  newImage: string;
  url: string;
}

/** Installs once. @throws Error with the console when the slot does not hold the new image afterwards */
export async function install(options: MachineOptions): Promise<UpdateFigures> {
  const { kernel, folder, method, newImage, url } = options;
  const [a, b, data] = ['slot-a', 'slot-b', 'data'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const imageBytes = (await stat(newImage)).size;
  for (const slot of [a, b]) {
    await copyFile(options.oldImage, slot);
    await truncate(slot, imageBytes + ROOM_BYTES);
  }
  await writeFile(data, '');
  await truncate(data, imageBytes + ROOM_BYTES);
  const lines: string[] = [];
  const uml = await startUml({
    ...{ kernel, memoryMb: MEMORY_MB, folder },
    args: [
      ...[
        `ubd0=${a}`,
        `ubd1=${b}`,
        `ubd2=${data}`,
        'root=/dev/root',
        'rootfstype=hostfs',
        'rootflags=/',
        'ro',
      ],
      ...[`init=${join(import.meta.dirname, 'guest.sh')}`, 'con=null', 'con0=null,fd:1', 'quiet', 'panic=-1'],
      ...[`eth0=tuntap,${TAP_NAME}`, `bench.address=${GUEST_ADDRESS}/${PREFIX_BITS}`],
      ...[
        `bench.do=${method}`,
        `bench.folder=${folder}`,
        `bench.program=${options.program}`,
        `bench.url=${url}`,
      ],
    ],
    onLine: (line) => lines.push(line),
  });
  const timer = setTimeout(() => uml.kill(), LIMIT_MS);
  await uml.exited;
  clearTimeout(timer);
  const figures = lines.find((line) => line.startsWith('@@ '));
  const differs = await command(['cmp', '-n', String(imageBytes), newImage, b]).then(
    () => '',
    (error: unknown) => String(error),
  );
  if (!figures || differs) throw new Error(`${method}: ${differs}\n${lines.slice(-40).join('\n')}`);
  const { seconds, fetched, written, cpuTicks, memoryKb } = JSON.parse(figures.slice(3)) as Record<
    string,
    number
  >;
  return {
    seconds: seconds!,
    fetchedBytes: fetched!,
    writtenBytes: written!,
    cpuSeconds: cpuTicks! / TICKS_PER_SECOND,
    memoryMb: (memoryKb! * 1024) / 1e6,
  };
}

/** Keys, bundle and configuration for RAUC, as its manual has them for raw slots and adaptive updates. */
export async function prepareRauc(folder: string, newImage: string): Promise<string> {
  const at = (name: string) => join(folder, name);
  await command([
    ...[
      'openssl',
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/O=bench/CN=bench',
      '-days',
      '3650',
    ],
    ...['-keyout', at('key.pem'), '-out', at('cert.pem')],
  ]);
  await mkdir(at('bundle'));
  await copyFile(newImage, at('bundle/root.img'));
  await writeFile(
    at('bundle/manifest.raucm'),
    '[update]\ncompatible=bench\nversion=2\n[bundle]\nformat=verity\n[image.root]\nfilename=root.img\nadaptive=block-hash-index\n',
  );
  const bundle = at('new.raucb');
  await command(
    ['rauc', 'bundle', `--cert=${at('cert.pem')}`, `--key=${at('key.pem')}`, at('bundle'), bundle],
    {
      from: 'rauc',
    },
  );
  const backend = at('boot-backend');
  await writeFile(backend, '#!/bin/sh\ncase $1 in get-primary) echo A ;; get-state) echo good ;; esac\n', {
    mode: 0o755,
  });
  await writeFile(at('machine-id'), '0123456789abcdef0123456789abcdef\n');
  const slot = (index: number, device: string, name: string) =>
    `[slot.root.${index}]\ndevice=${device}\ntype=raw\nbootname=${name}\n`;
  await writeFile(
    at('system.conf'),
    '[system]\ncompatible=bench\nbootloader=custom\nmountprefix=/run/rauc\nbundle-formats=verity\n' +
      'statusfile=/run/data/status\ndata-directory=/run/data\nmax-bundle-download-size=1073741824\n' +
      `[keyring]\npath=${at('cert.pem')}\n[handlers]\nbootloader-custom-backend=${backend}\n` +
      slot(0, '/dev/ubda', 'A') +
      slot(1, '/dev/ubdb', 'B'),
  );
  return bundle;
}

export const serverAddress = HOST_ADDRESS;
