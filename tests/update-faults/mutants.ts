/** Mistakes that an updater could make, each as something between the real code and storage: the engine has to find them all. */
import type { JournalFolder } from '#kit/journal-folder.ts';
import { nextStart } from '#ota/boot/boot-rule.ts';
import { BLOCK_BYTES, type BlockDevice } from '#ota/install/block-device.ts';
import type { WrapDisk } from './household.ts';
import { REAL, type Parts } from './device.ts';

type Change = Partial<Pick<BlockDevice, 'read' | 'write' | 'flush'>>;

const changed = (device: BlockDevice, change: Change): BlockDevice => ({
  sizeBytes: device.sizeBytes,
  read: (position, into) => device.read(position, into),
  write: (position, data) => device.write(position, data),
  flush: () => device.flush(),
  close: () => device.close(),
  ...change,
});

const withoutFlush = (device: BlockDevice): BlockDevice => changed(device, { flush: async () => {} });
/** The n-th flush of an installation, from 0, is left out. */
const withoutFlushAt = (at: number) => (device: BlockDevice) => {
  let flushes = 0;
  return changed(device, { flush: async () => (flushes++ === at ? undefined : device.flush()) });
};
const labelAt = (device: BlockDevice) => device.sizeBytes - BLOCK_BYTES;
const isErased = (data: Uint8Array) => data.every((byte) => byte === 0);

/** The label is written as soon as the blocks are there; only then they are read back. */
function labelBeforeReadBack(device: BlockDevice, label: Buffer): BlockDevice {
  let hasBlocks = false;
  return changed(device, {
    write: async (position, data) => {
      hasBlocks ||= position !== labelAt(device);
      await device.write(position, data);
    },
    flush: async () => {
      await device.flush();
      if (hasBlocks) await device.write(labelAt(device), label);
      hasBlocks = false;
      await device.flush();
    },
  });
}

/** The label is written before the first block. */
function labelFirst(device: BlockDevice, label: Buffer): BlockDevice {
  let isWritten = false;
  return changed(device, {
    write: async (position, data) => {
      if (!isWritten && position !== labelAt(device)) await device.write(labelAt(device), label);
      isWritten ||= position !== labelAt(device);
      await device.write(position, data);
    },
  });
}

/** Blocks are written with the old label still in its place. */
function labelNotErased(device: BlockDevice): BlockDevice {
  let erased: Buffer | null = null;
  return changed(device, {
    read: async (position, into) => {
      if (erased && position === labelAt(device)) into.set(erased);
      else await device.read(position, into);
    },
    write: async (position, data) => {
      if (position !== labelAt(device)) return device.write(position, data);
      erased = isErased(data) ? Buffer.from(data) : null;
      if (!erased) await device.write(position, data);
    },
  });
}

/** What reads back wrong is taken for right: worn memory goes unnoticed. */
const remembering = (device: BlockDevice): BlockDevice => {
  const written = new Map<number, Buffer>();
  return changed(device, {
    read: async (position, into) => {
      await device.read(position, into);
      for (const [at, data] of written)
        if (at >= position && at + data.length <= position + into.length) into.set(data, at - position);
    },
    write: async (position, data) => {
      for (let at = 0; at < data.length; at += BLOCK_BYTES)
        written.set(position + at, Buffer.from(data.subarray(at, at + BLOCK_BYTES)));
      await device.write(position, data);
    },
  });
};

/** Both copies of the environment in one go. */
const bothCopies = (device: BlockDevice, copyBytes: number): BlockDevice =>
  changed(device, {
    write: async (position, data) => {
      await device.write(position, data);
      await device.write(position === 0 ? copyBytes : 0, data);
    },
  });

/** Always the same copy, whichever counts. */
const oneCopy = (device: BlockDevice, copyBytes: number): BlockDevice =>
  changed(device, {
    read: (position, into) => device.read(position === copyBytes ? 0 : position, into),
    write: (_position, data) => device.write(0, data),
  });

const folderWithoutSync = (folder: JournalFolder): JournalFolder => ({
  open: () => folder.open(),
  remove: (name) => folder.remove(name),
  sync: () => folder.sync(),
  file: async (name) => ({ ...(await folder.file(name)), sync: async () => {} }),
});

/** The first of the two files is always the one that is written. */
const inPlace = (folder: JournalFolder): JournalFolder => ({
  open: () => folder.open(),
  remove: (name) => folder.remove(name),
  sync: () => folder.sync(),
  file: (name) => folder.file(name.replace(/\.1$/, '.0')),
});

/** The marker may go before the rest does. */
const resetWithoutSync: WrapDisk = (disk) => ({ ...disk, sync: async () => {} });

/** Every start counts, and so changes which slot is next. */
const countsAlways: typeof nextStart = (state, hasLabel) => {
  const next = nextStart(state, hasLabel);
  if (!state || state.trial) return next;
  return { ...next, write: { ...state, order: state.order.toReversed() } };
};

/** A trial is never over. */
const endlessTrial: typeof nextStart = (state, hasLabel) =>
  state?.trial && hasLabel[state.trial.slot]
    ? { start: { slot: state.trial.slot, isTrial: true, isFailsafe: false }, write: null }
    : nextStart(state, hasLabel);

export const MUTANTS: Readonly<Record<string, Partial<Parts>>> = {
  'a slot is not flushed': { slot: withoutFlush },
  'the erased label is not flushed': { slot: withoutFlushAt(0) },
  'blocks are not flushed before the label': { slot: withoutFlushAt(1) },
  'the new label is not flushed': { slot: withoutFlushAt(2) },
  'the label is written before the blocks': { slot: labelFirst },
  'the label is written before the slot is read back': { slot: labelBeforeReadBack },
  'the old label stays while blocks are written': { slot: labelNotErased },
  'the slot is not read back from the medium': { slot: remembering },
  'the environment is not flushed': { environment: withoutFlush },
  'both copies of the environment are written at once': { environment: bothCopies },
  'one copy of the environment is written in place': { environment: oneCopy },
  'records are not synced': { folder: folderWithoutSync },
  'a record is written in place': { folder: inPlace },
  'a factory reset is not synced': { reset: resetWithoutSync },
  'the boot loader counts outside of a trial': { bootRule: countsAlways },
  'a trial never ends': { bootRule: endlessTrial },
};

export const partsOf = (mutant?: string): Parts => ({ ...REAL, ...(mutant && MUTANTS[mutant]) });
