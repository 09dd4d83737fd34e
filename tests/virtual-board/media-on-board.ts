/** The media service and its process on the virtual board, watched and ordered about from outside. */
import { VirtualBoard } from '#board/virtual/virtual-board.ts';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import type { MediaInfo } from '../../firmware/media/media.ts';
import { installProgram } from './guest-program.ts';

/** As media-probe.ts tells them; seconds since the board's start. */
interface Told {
  at: number;
  main?: 'key' | 'delta';
  codec?: string;
  info?: MediaInfo & { pid: number | null };
  count?: Record<'main' | 'sub' | 'grey' | 'audio', number>;
  done?: string;
  failed?: string;
}

/** Long, for machines that others use too. */
const LIMIT_MS = 60_000;
const SYS = '/sys/bus/platform/drivers';

export class MediaOnBoard {
  readonly board: VirtualBoard;
  /** The last of each. */
  info!: MediaInfo & { pid: number | null };
  count = { main: 0, sub: 0, grey: 0, audio: 0 };
  readonly log: string[] = [];
  #probe!: GuestProcess;
  readonly #listeners = new Set<(told: Told) => void>();

  private constructor(board: VirtualBoard) {
    this.board = board;
  }

  /** Boots; `begin` starts the service. */
  static async boot(artefacts: string): Promise<MediaOnBoard> {
    return new MediaOnBoard(await VirtualBoard.start({ folder: artefacts }));
  }

  async begin(): Promise<void> {
    const argv = await installProgram(this.board, new URL('./media-probe.ts', import.meta.url));
    this.#probe = this.board.spawn(argv);
    this.#probe.onLine((line) => {
      if (!line.startsWith('{"at"')) return void this.log.push(line);
      const told = JSON.parse(line) as Told;
      if (told.info) this.info = told.info;
      if (told.count) this.count = told.count;
      for (const listener of [...this.#listeners]) listener(told);
    });
  }

  async stop(): Promise<void> {
    await this.board.stop();
  }

  /** Resolves with the first that fits of what is told from now on. */
  told<T>(what: string, look: (told: Told) => T | undefined | false, limitMs = LIMIT_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      const listener = (told: Told) => {
        const found = look(told);
        if (found === undefined || found === false) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        void this.#situation().then((situation) =>
          reject(new Error(`no ${what} within ${limitMs} ms; ${situation}`)),
        );
      }, limitMs);
      this.#listeners.add(listener);
    });
  }

  /** For people who have to find out why something did not happen. */
  async #situation(): Promise<string> {
    const look =
      'cat /proc/loadavg /proc/uptime; ps -eo stat,pcpu,time,rss,wchan:20,args --sort=-pcpu | head -15; dmesg | tail -20';
    const board = await this.board.run(look).then(
      ({ stdout, stderr }) => stdout + stderr,
      (error: Error) => error.message,
    );
    return [JSON.stringify(this.info), ...this.log.slice(-10), board].join('\n');
  }

  /** Resolves when `info` is as wanted, now or later. */
  async until(
    what: string,
    holds: (info: MediaOnBoard['info']) => boolean,
    limitMs = LIMIT_MS,
  ): Promise<void> {
    if (this.info && holds(this.info)) return;
    await this.told(what, ({ info }) => info && holds(info), limitMs);
  }

  running(limitMs = LIMIT_MS): Promise<void> {
    return this.until('picture', (info) => info.phase === 'running', limitMs);
  }

  fault(code: string): Promise<void> {
    return this.until(`fault ${code}`, (info) => info.faults.some((fault) => fault.code === code));
  }

  noFault(component: string): Promise<void> {
    return this.until(`end of the fault of the ${component}`, (info) =>
      info.faults.every((fault) => fault.component !== component),
    );
  }

  /** So many more of a stream, from this moment. */
  async more(stream: keyof MediaOnBoard['count'], count: number): Promise<void> {
    let goal: number | undefined;
    await this.told(`${count} more of ${stream}`, ({ count: counted }) => {
      if (!counted) return false;
      goal ??= counted[stream] + count;
      return counted[stream] >= goal;
    });
  }

  /** The first key frame of the main stream after a moment. @returns when, seconds since the board's start */
  keyAfter(atS: number, limitMs = LIMIT_MS): Promise<number> {
    return this.told('key frame', ({ at, main }) => main === 'key' && at > atS && at, limitMs);
  }

  /** Orders the probe to do something, and waits until it has. @returns why it failed, or null */
  async order(line: string): Promise<string | null> {
    const [word] = line.split(' ');
    const done = this.told(`end of "${line}"`, (told) => told.done === word && told);
    await this.board.run(`echo ${line} >/tmp/probe`);
    return (await done).failed ?? null;
  }

  // What happens to the board.

  /** Runs a line of the shell that must succeed. @returns what it wrote */
  async shell(line: string): Promise<string> {
    const { code, stdout, stderr } = await this.board.run(line);
    if (code !== 0) throw new Error(`${line}: ${stderr || stdout || `exit code ${code}`}`);
    return stdout;
  }

  /** Seconds since the board's start. */
  async uptime(): Promise<number> {
    return Number((await this.shell('cat /proc/uptime')).split(' ')[0]);
  }

  /**
   * Resolves when somebody has opened a subdevice of the sound loop, such as "pcm1c/sub0".
   * @param program the name of who it must be; by default it is whoever comes first
   */
  async taken(subdevice: string, program = '.'): Promise<void> {
    const path = `/proc/asound/Loopback/${subdevice}/status`;
    const owner = `$(sed -n 's/^owner_pid *: //p' ${path})`;
    await this.shell(
      `for i in $(seq 600); do grep -qs ${program} /proc/${owner}/comm && exit; sleep 0.05; done; exit 1`,
    );
  }

  /** Another program has the microphone, until it is stopped. */
  occupyMicrophone(): Promise<GuestProcess> {
    return this.#occupy('pcm1c/sub0', 'arecord', '-D hw:Loopback,1,0', '/dev/null');
  }

  /** Another program has the speaker, until it is stopped. */
  occupySpeaker(): Promise<GuestProcess> {
    return this.#occupy('pcm0p/sub1', 'aplay', '-D hw:Loopback,0,1', '/dev/zero');
  }

  async #occupy(subdevice: string, program: string, device: string, file: string): Promise<GuestProcess> {
    // The media process may take a moment to let go of it.
    const command = `${program} -q ${device} -f S16_LE -r 48000 -c 1 ${file}`;
    const occupier = this.board.spawn(`until ${command}; do sleep 0.1; done`);
    await this.taken(subdevice, program);
    return occupier;
  }

  /** The camera's device file of this moment. */
  async camera(): Promise<string> {
    const name = await this.shell('grep -l "^vivid.*vid-cap" /sys/class/video4linux/video*/name');
    return `/dev/${name.trim().split('/').at(-2)}`;
  }

  async control(setting: string): Promise<void> {
    await this.shell(`v4l2-ctl -d ${await this.camera()} -c ${setting}`);
  }

  /** Takes the camera away for so long (s). @returns when it was there again, seconds since the board's start */
  async unplugCamera(seconds: number): Promise<number> {
    // vivid comes back when the last one who has it open lets go: here it is this shell.
    const camera = await this.camera();
    const out = await this.shell(
      `exec 9<${camera}; v4l2-ctl -d ${camera} -c disconnect=1; sleep ${seconds}; exec 9<&-; cat /proc/uptime`,
    );
    return Number(out.split(' ')[0]);
  }

  /** @param driver vivid, vicodec or snd_aloop */
  async unbind(driver: string): Promise<void> {
    await this.shell(`echo ${driver}.0 >${SYS}/${driver}/unbind`);
  }

  async bind(driver: string): Promise<void> {
    await this.shell(`echo ${driver}.0 >${SYS}/${driver}/bind`);
  }

  /** Kills the media process. @returns how long no key frame came, s */
  async killMedia(): Promise<number> {
    const { pid, restarts } = this.info;
    const back = this.told('picture of another process', ({ at, main }) =>
      main === 'key' && this.info.restarts > restarts && this.info.pid !== pid ? at : undefined,
    );
    const killedS = Number((await this.shell(`kill -9 ${pid}; cat /proc/uptime`)).split(' ')[0]);
    return (await back) - killedS;
  }

  /** Takes the main stream's encoder away. @returns how long it took another to give a key frame, s */
  async takeEncoder(): Promise<number> {
    const { codec } = this.info.encoders.main!;
    const back = this.told('picture of another encoder', (told) =>
      told.main === 'key' && told.codec !== codec ? told.at : undefined,
    );
    const atS = await this.uptime();
    await this.unbind('vicodec');
    return (await back) - atS;
  }
}
