/** QEMU's aarch64 machine as a process of ours, which never outlives us. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { QemuMonitor } from './qemu-monitor.ts';

export interface QemuOptions {
  image: { kernel: string; initialRam: string; root: string };
  /** Read only; the guest finds it by its serial "bundle". */
  bundle?: string;
  /** Written to; the guest finds it by its serial "data". */
  data?: string;
  /** More of the kernel's command line. */
  kernelArgs?: readonly string[];
  /** What the guest writes to its root stays in the image; else it is gone with the process. */
  keepsRootChanges?: boolean;
  /** A line of the console. */
  onLine?: (line: string) => void;
  /** Such as "RESET" or "WATCHDOG". */
  onEvent?: (event: string) => void;
}

/** A running machine. */
export interface Qemu {
  /** Resolves when the process is gone, with how it ended. Never rejects. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly monitor: QemuMonitor;
  /** Writes to the serial console. */
  type(text: string): void;
  /** Ends it at once, as pulling the plug does. */
  kill(): void;
}

/** Small enough for two at once on a machine of 2 GB, and what the smallest boards have (megabytes). */
const MEMORY_MB = 512;

/** This machine's loopback as the guest sees it, and the guest: the defaults of QEMU's user network. */
export const HOST_ADDRESS = '10.0.2.2';
export const GUEST_ADDRESS = '10.0.2.15';
export const PREFIX_BITS = 24;

/** What every such machine has: one core, memory, a monitor, random numbers, a network of its own, a watchdog. */
const MACHINE = [
  ...['-nodefaults', '-no-user-config', '-display', 'none', '-M', 'virt', '-cpu', 'cortex-a53'],
  ...['-m', String(MEMORY_MB), '-serial', 'stdio'],
  ...['-chardev', 'socket,id=monitor,fd=3', '-mon', 'chardev=monitor,mode=control'],
  ...['-device', 'virtio-rng-pci', '-netdev', 'user,id=net'],
  ...['-device', 'virtio-net-pci,netdev=net,romfile=', '-device', 'i6300esb'],
  ...['-action', 'watchdog=reset,reboot=reset,shutdown=poweroff,panic=none'],
];

/**
 * The core of a Raspberry Pi Zero 2 W, at one instruction a nanosecond: the guest's clock counts them. However slow the
 * emulation is, and whoever else wants the processor, the guest sees a board of that speed.
 */
const CLOCK = ['-accel', 'tcg,thread=single', '-icount', 'shift=0,sleep=on'];

/** Starts the machine. The guest calls out, and nothing leads in. */
export function startQemu(options: QemuOptions): Qemu {
  const { image } = options;
  const args = [
    ...CLOCK,
    ...['-kernel', image.kernel, '-initrd', image.initialRam],
    ...['-append', ['console=ttyAMA0', 'quiet', 'panic=-1', ...(options.kernelArgs ?? [])].join(' ')],
    ...disk('root', image.root, options.keepsRootChanges ? '' : ',snapshot=on'),
    ...(options.bundle ? disk('bundle', options.bundle, ',readonly=on') : []),
    ...(options.data ? disk('data', options.data, '') : []),
  ];
  return spawnQemu(args, options);
}

/** @param args beside those that every machine has */
export function spawnQemu(
  args: readonly string[],
  options: Pick<QemuOptions, 'onLine' | 'onEvent'> & { onOutput?: (text: string) => void },
): Qemu {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-aarch64', ...MACHINE, ...args], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  child.stdin!.on('error', () => {}); // it is gone
  for (const output of [child.stdout!, child.stderr!]) {
    createInterface({ input: output }).on('line', (line) => options.onLine?.(line.replaceAll('\r', '')));
    output.on('data', (chunk: Buffer) => options.onOutput?.(chunk.toString('latin1')));
  }
  const monitor = new QemuMonitor(child.stdio[3] as Duplex, options.onEvent);
  return {
    monitor,
    type: (text) => void child.stdin!.write(text),
    exited: new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal }));
      child.once('error', (error) => {
        options.onLine?.(`cannot run qemu-system-aarch64: ${error.message}`);
        resolve({ code: null, signal: null });
      });
    }),
    kill: () => void child.kill('SIGKILL'),
  };
}

function disk(name: string, file: string, more: string): string[] {
  return [
    ...['-drive', `if=none,id=${name},format=raw,cache=unsafe,file=${file.replaceAll(',', ',,')}${more}`],
    ...['-device', `virtio-blk-pci,drive=${name},serial=${name}`],
  ];
}
