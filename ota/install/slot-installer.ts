/** Makes the slot that does not run hold a release: label off, blocks in, all read back, label on. */
import type { Clock } from '#kit/clock.ts';
import { explain, PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Installer, InstallProgress } from '../agent/parts.ts';
import { encodeLabel } from '../boot/slot-label.ts';
import type { Image, Release } from '../trust/release.ts';
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';
import { indexSlot, type BlockIndex } from './block-index.ts';
import type { Download, ImageSource } from './image-source.ts';
import { ProgressMeter } from './progress-meter.ts';
import { readBack } from './read-back.ts';
import { reconcile } from './reconcile.ts';
import { SlotWriter } from './slot-writer.ts';
import { checkImage, imageBlocks } from './tree.ts';

/** A slot that may lend its blocks. */
export interface RunningSlot {
  /** Closed when the installation ends. */
  device: BlockDevice;
  /** As the kernel's command line or the slot's label has it. */
  image: Image;
}

export interface SlotInstallerOptions {
  /** The slot that does not run; closed when the installation ends. */
  targetSlot: () => Promise<BlockDevice>;
  /** Null when it is not known what runs. */
  runningSlot: () => Promise<RunningSlot | null>;
  source: ImageSource;
  clock: Clock;
  log: Logger;
}

interface InstallOptions {
  signal: AbortSignal;
  onProgress: (progress: InstallProgress) => void;
}

export class SlotInstaller implements Installer {
  readonly #options: SlotInstallerOptions;

  constructor(options: SlotInstallerOptions) {
    this.#options = options;
  }

  /**
   * @throws PupsentryError "image-invalid", "image-too-large", "read-back-failed", "byte-budget-used"; as FileDevice.open;
   * "slot-io-failed"; a SourceReason; the signal's reason when it aborts
   */
  async install(release: Release, options: InstallOptions): Promise<InstallProgress> {
    checkImage(release.image);
    const label = labelOf(release);
    const sizeBytes = imageBlocks(release.image.dataBlocks) * BLOCK_BYTES;
    const target = await this.#options.targetSlot();
    try {
      if (sizeBytes + label.length > target.sizeBytes)
        throw tooLarge(sizeBytes + label.length, target.sizeBytes);
      const download = this.#options.source.open(release.path, sizeBytes);
      const running = await this.#running(release.image, options.signal);
      try {
        return await this.#fill(target, { release, label, running, download }, options);
      } finally {
        download.close();
        await running?.device.close();
      }
    } finally {
      await target.close();
    }
  }

  async #fill(
    target: BlockDevice,
    { release, label, running, download }: Sources,
    { signal, onProgress }: InstallOptions,
  ): Promise<InstallProgress> {
    const { image } = release;
    const writer = new SlotWriter(target);
    const meter = new ProgressMeter({
      clock: this.#options.clock,
      blocksTotal: imageBlocks(image.dataBlocks),
      fetchedBytes: () => download.fetchedBytes,
      writtenBytes: () => writer.writtenBytes,
      onProgress,
    });
    await putLabel(writer, target, Buffer.alloc(label.length));
    const tree = await reconcile({ image, target, writer, running, download, meter, signal });
    await readBack(target, tree, { meter, signal });
    await putLabel(writer, target, label);
    return meter.progress();
  }

  /** @returns the running slot with its index, or null when nothing can be copied from it */
  async #running(image: Image, signal: AbortSignal): Promise<Sources['running']> {
    let running: RunningSlot | null = null;
    try {
      running = await this.#options.runningSlot();
      if (!running) return null;
      checkImage(running.image);
      if (running.image.salt !== image.salt)
        throw new PupsentryError('other-salt', 'Its salt is another one.');
      return { device: running.device, index: await indexSlot(running.device, running.image, signal) };
    } catch (error) {
      await running?.device.close();
      signal.throwIfAborted();
      this.#options.log.warn({ reason: explain(error) }, 'the slot that runs lends no blocks');
      return null;
    }
  }
}

interface Sources {
  release: Release;
  label: Buffer;
  running: { device: BlockDevice; index: BlockIndex } | null;
  download: Download;
}

/** Durable when it resolves. @throws PupsentryError "read-back-failed" */
async function putLabel(writer: SlotWriter, device: BlockDevice, label: Buffer): Promise<void> {
  const position = device.sizeBytes - label.length;
  await writer.write(position, label);
  await writer.flush();
  const found = Buffer.alloc(label.length);
  await device.read(position, found);
  if (!found.equals(label))
    throw new PupsentryError(
      'read-back-failed',
      'The label of the slot does not read back as it was written.',
    );
}

/** @throws PupsentryError "image-invalid" */
function labelOf(release: Release): Buffer {
  try {
    return encodeLabel(release);
  } catch (cause) {
    throw new PupsentryError('image-invalid', `No slot can be labelled so: ${explain(cause)}.`, '', {
      cause,
    });
  }
}

const tooLarge = (bytes: number, slotBytes: number) =>
  new PupsentryError('image-too-large', `The update needs ${bytes} bytes; the slot has ${slotBytes}.`);
