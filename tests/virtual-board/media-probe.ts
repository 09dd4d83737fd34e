/**
 * Runs on the virtual board: the media service with the real media process, telling line by line what it gives.
 *   {"at":S,"main":"key"|"delta","codec":C}   a picture of the main stream; S is seconds of /proc/uptime's clock
 *   {"at":S,"info":{…}}                       MediaInfo has changed; its process id is "pid"
 *   {"at":S,"count":{main,sub,grey,audio},"soundGapMs":M}   units so far, the longest silence since the last such line
 *   {"at":S,"done":"…"}                       what was asked for is done
 * It takes lines on the pipe /tmp/probe: "chime", "privacy on|off", "microphone on|off", "record PACKETS" (Opus to
 * /tmp/sound.bin and pictures to /tmp/main.bin, each with its length before it), "snapshot", "zones left|none"
 * (the left half is private, or nothing), "later HOURS" (sets the service's clock forward). Of any other word it says that it is done.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadBoard } from '#board/board.ts';
import { SystemClock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import { MediaService } from '../../firmware/media/client.ts';
import { mediaCommand } from '../../firmware/media/media-child.ts';
import type { AccessUnit } from '../../firmware/media/media.ts';
import { SettingsStore } from '../../firmware/settings/store.ts';

const PRODUCT = '/opt/pupsentry';
const PIPE = '/tmp/probe';
const STATE = '/tmp/probe-state';
const COUNT_MS = 250;

/** The machine's clock, which can be set forward. */
class JumpingClock extends SystemClock {
  aheadMs = 0;
  override monotonicMs(): number {
    return super.monotonicMs() + this.aheadMs;
  }
}

const LEFT = '[{"name":"left","use":"privacy","points":[[0,0],[0.5,0],[0.5,1],[0,1]]}]';

const log = createLogger({ level: 'warn' });
const clock = new JumpingClock();
const uptimeMs = () => Number(process.hrtime.bigint()) / 1e6;
mkdirSync(STATE, { recursive: true });
const settings = new SettingsStore({ folder: STATE, log });
await settings.set({ 'log.level': 'info' });
const [camera = 'board', microphone = 'auto', boardName = 'virtual'] = process.argv.slice(2);
const media = new MediaService({
  config: { camera, microphone },
  board: await loadBoard(boardName, `${PRODUCT}/boards`),
  settings,
  clock,
  log,
  command: mediaCommand(`${PRODUCT}/pupsentry-media.js`),
});

const say = (line: object) => process.stdout.write(`${JSON.stringify({ at: uptimeMs() / 1000, ...line })}\n`);
const count = { main: 0, sub: 0, grey: 0, audio: 0 };
let soundMs = uptimeMs();
let soundGapMs = 0;
let recording: { packets: number; sound: Buffer[]; main: Buffer[] } | null = null;

const push = media.ring.push.bind(media.ring);
media.ring.push = (unit) => {
  push(unit);
  onUnit(unit);
};
media.onGreyFrame(() => count.grey++);
media.onChanged(() => say({ info: { ...media.info(), pid: media.pid } }));

function onUnit({ stream, key, codec, data }: AccessUnit): void {
  count[stream]++;
  if (stream === 'main') say({ main: key ? 'key' : 'delta', codec });
  if (stream === 'audio') {
    const nowMs = uptimeMs();
    soundGapMs = Math.max(soundGapMs, nowMs - soundMs);
    soundMs = nowMs;
  }
  if (!recording) return;
  if (stream === 'audio') recording.sound.push(data);
  if (stream === 'main' && (key || recording.main.length > 0)) recording.main.push(data);
  if (recording.sound.length < recording.packets) return;
  writeFileSync('/tmp/sound.bin', Buffer.concat(recording.sound.flatMap(withLength)));
  writeFileSync('/tmp/main.bin', Buffer.concat(recording.main.flatMap(withLength)));
  recording = null;
  say({ done: 'record' });
}

function withLength(data: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return [length, data];
}

async function obey(line: string): Promise<void> {
  const [word = '', argument = ''] = line.split(' ');
  try {
    if (word === 'chime') await media.playChime();
    if (word === 'privacy') await settings.set({ 'privacy.on': argument === 'on' });
    if (word === 'microphone') await settings.set({ 'microphone.on': argument === 'on' });
    if (word === 'zones') await settings.set({ 'zones.list': argument === 'left' ? LEFT : '' });
    if (word === 'later') clock.aheadMs += Number(argument) * 3_600_000;
    if (word === 'snapshot') writeFileSync('/tmp/snapshot.jpg', (await media.snapshot()).jpeg);
    if (word === 'record') recording = { packets: Number(argument), sound: [], main: [] };
    else say({ done: word });
  } catch (error) {
    say({ done: word, failed: explain(error) });
  }
}

execFileSync('rm', ['-f', PIPE]);
execFileSync('mkfifo', [PIPE]);
createInterface({ input: createReadStream(PIPE, { flags: 'r+' }) }).on('line', (line) => void obey(line));
setInterval(() => {
  say({ count, soundGapMs });
  soundGapMs = 0;
}, COUNT_MS);
await media.start(new AbortController().signal);
