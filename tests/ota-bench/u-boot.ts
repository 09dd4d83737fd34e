/** U-Boot alone, at its prompt: commands are typed and their output is read, in milliseconds instead of a boot. */
import { spawnQemu, type Qemu } from '#board/virtual/arm64/qemu.ts';
import { within } from '#board/virtual/within.ts';

/** Debian's build for QEMU's machine, package u-boot-qemu. */
export const U_BOOT = '/usr/lib/u-boot/qemu_arm64/u-boot.bin';
const PROMPT = '\n=> ';
const ANSWER_LIMIT_MS = 120_000;
/** A command prints less. */
const OUTPUT_LIMIT = 1 << 20;

export class UBootPrompt {
  readonly #qemu: Qemu;
  #output = '';
  #changed: () => void = () => undefined;

  private constructor(disk: string) {
    this.#qemu = spawnQemu(
      [
        ...['-accel', 'tcg', '-bios', U_BOOT],
        ...['-drive', `if=none,id=disk,format=raw,cache=writethrough,file=${disk}`],
        ...['-device', 'virtio-blk-pci,drive=disk'],
      ],
      {
        onOutput: (text) => {
          this.#output = (this.#output + text).slice(-OUTPUT_LIMIT);
          this.#changed();
        },
      },
    );
  }

  /** Starts the machine and stops U-Boot before it boots anything. */
  static async start(disk: string): Promise<UBootPrompt> {
    const prompt = new UBootPrompt(disk);
    await prompt.#until('Hit any key');
    prompt.#qemu.type('\n');
    await prompt.#until(PROMPT);
    return prompt;
  }

  /** @returns what the command printed */
  async run(command: string): Promise<string> {
    this.#output = '';
    this.#qemu.type(`${command}\n`);
    return this.#until(PROMPT);
  }

  async stop(): Promise<void> {
    this.#qemu.kill();
    await this.#qemu.exited;
  }

  async #until(text: string): Promise<string> {
    const seen = async (): Promise<true> => {
      while (!this.#output.includes(text)) await new Promise<void>((resolve) => (this.#changed = resolve));
      return true;
    };
    const gone = this.#qemu.exited.then(() => false);
    if (await within(ANSWER_LIMIT_MS, seen(), gone)) return this.#output;
    throw new Error(`U-Boot did not come to "${text.trim()}":\n${this.#output.slice(-3000)}`);
  }
}
