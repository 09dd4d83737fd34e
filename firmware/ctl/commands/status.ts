import type { StatusAnswer } from '../answers.ts';
import type { Command } from '../command.ts';
import { printPairs } from '../table.ts';
import type { UploadHindrance } from '../../record/upload/uploads.ts';
import { harmless, wrap, type Terminal } from '../terminal.ts';
import { happening } from './events.ts';
import { phaseSentence } from './update-words.ts';
import { wifiSentence } from './wifi.ts';
import { ago, count, duration, size } from '../words.ts';

export const status: Command = {
  name: 'status',
  usage: '',
  summary: 'How the device is: picture, cloud, viewers, machine, faults',
  examples: [
    ['pupsentryctl status', 'one look at everything'],
    ['pupsentryctl status --json | jq .faults', 'for programs'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, json, terminal }) {
    const answer = (await (await client()).call('status')) as StatusAnswer;
    if (json) terminal.json(answer);
    else print(terminal, answer);
  },
};

function print(terminal: Terminal, s: StatusAnswer): void {
  const healthy = s.faults.length === 0;
  const health = healthy
    ? terminal.paint('green', 'healthy')
    : terminal.paint('red', count(s.faults.length, 'fault'));
  terminal.line(
    `${terminal.paint('bold', harmless(s.name))}  ${s.product} · ${health} · up ${duration(s.uptimeS)}`,
  );
  terminal.line();
  printPairs(terminal, [
    ['Device', `${s.deviceId}, board ${s.board}, Pupsentry ${s.version}, Node ${s.node}`],
    ['Camera', camera(s)],
    ['Main', stream(s, 'main')],
    ['Sub', stream(s, 'sub')],
    ['View', view(s)],
    ['Watching', watching(s)],
    ['Sound', s.media.phase === 'off' ? 'off' : s.media.microphone],
    ['Cloud', cloud(s)],
    ['Uploads', uploads(s)],
    ['Updates', updates(s)],
    ['Lights', lights(s)],
    ...(s.wifi ? [['Wi-Fi', wifiSentence(s.wifi)] as [string, string]] : []),
    ['Viewers', `${s.viewers.now} of at most ${s.viewers.most}`],
    ['Last event', lastEvent(s)],
    ['Machine', machine(s)],
    ['Memory', memory(s)],
    ['Started', started(s)],
  ]);
  for (const fault of s.faults) {
    terminal.line();
    const since = duration((s.nowMs - fault.sinceMs) / 1000);
    terminal.line(
      `${terminal.paint('red', '!')} ${terminal.paint('bold', fault.component)}: ${fault.code}, for ${since}`,
    );
    for (const line of wrap(harmless(`${fault.message} ${fault.remedy}`.trim()), terminal.columns - 2))
      terminal.line(`  ${line}`);
  }
}

function camera({ privacy, media }: StatusAnswer): string {
  if (privacy) return 'off: privacy mode';
  const restarts = media.restarts > 0 ? `, restarted ${count(media.restarts, 'time')}` : '';
  return `${media.camera || 'none'}, ${media.phase}${restarts}`;
}

function stream({ media }: StatusAnswer, name: 'main' | 'sub'): string {
  const s = media[name];
  if (media.phase === 'off') return 'off';
  if (!s) return 'none';
  const rate = `${Math.round(s.measuredKbps)} of ${s.bitrateKbps} kbit/s`;
  return `${s.width}x${s.height}, ${s.measuredFps.toFixed(1)} fps, ${rate}, ${s.element}`;
}

function view({ view: v }: StatusAnswer): string {
  const brightness = v.luma === null ? '' : `, brightness ${v.luma.toFixed(0)} of 255`;
  return `${v.now}, ${v.mode === 'auto' ? 'by itself' : 'by hand'}${brightness}`;
}

function watching({ watch }: StatusAnswer): string {
  const entries = Object.entries(watch);
  const on = entries.filter(([, state]) => state === 'watching').map(([what]) => what);
  const not = entries.filter(([, state]) => state !== 'watching').map(([what, why]) => `${what}: ${why}`);
  return [on.join(', ') || 'nothing', ...not].join('; ');
}

function lights({ lights: l }: StatusAnswer): string {
  const indicator = l.indicator === null ? '' : `, indicator ${l.indicator ? 'on' : 'off'}`;
  return `status "${l.status}"${indicator}, infrared ${l.infrared ? 'on' : 'off'}`;
}

function started({ started: s }: StatusAnswer): string {
  if (!s) return 'not known';
  const why =
    s.reason === 'daemon' ? 'the daemon alone' : s.reason === 'unknown' ? 'not known why' : s.reason;
  return `${why} (${s.evidence})`;
}

function cloud({ link, nowMs }: StatusAnswer): string {
  if (!link) return 'none: this device works alone';
  const since = duration((nowMs - link.sinceMs) / 1000);
  const { messages, bytes } = link.outbox;
  const waiting = messages > 0 ? `${count(messages, 'message')} (${size(bytes)}) waiting` : 'nothing waiting';
  if (link.connected) return `${link.broker}, connected for ${since}, ${waiting}`;
  const why = link.problem ? ` (${link.problem})` : '';
  return `${link.broker} not reached for ${since}${why}, ${waiting}`;
}

const HINDRANCES: Record<NonNullable<UploadHindrance>, string> = {
  'no-consent': 'off',
  off: 'no package, or no keys yet',
  'no-pass': 'held: no pass of the cloud',
  'live-view': 'held while somebody watches',
  lapsed: 'held: the package has lapsed',
  full: 'held: the cloud is full',
  unreachable: 'held: it did not work',
};

function uploads({ uploads: u }: StatusAnswer): string {
  const parts = [
    u.hindrance ? HINDRANCES[u.hindrance] : u.waiting > 0 ? 'sending' : 'on',
    u.waiting > 0 && `${count(u.waiting, 'clip')} waiting`,
    u.uploaded > 0 && `${u.uploaded} sent`,
    u.dropped.length > 0 && `${u.dropped.length} given up`,
    u.problem && harmless(u.problem),
  ];
  return parts.filter((part) => part).join(', ');
}

function updates({ updates: u }: StatusAnswer): string {
  if (!('phase' in u)) return u.code === 'updates-not-set-up' ? 'not set up' : u.message;
  const offer = u.update ? `, ${u.update.version}: ` : ', ';
  return `${u.version} in slot ${u.slot}${offer}${phaseSentence(u)}`;
}

function lastEvent({ lastEvent: event, nowMs }: StatusAnswer): string {
  if (!event) return 'none yet';
  return `${happening(event)}, ${ago(event.startedMs, nowMs)}`;
}

function machine({ machine: m }: StatusAnswer): string {
  const heat = m.temperatureC === null ? '' : `${m.temperatureC.toFixed(1)} °C, `;
  return `${heat}${m.cpuPercent.toFixed(0)} % of a core`;
}

function memory({ machine: m }: StatusAnswer): string {
  const parts = [
    m.daemonBytes !== null && `daemon ${size(m.daemonBytes)}`,
    m.mediaBytes !== null && `media ${size(m.mediaBytes)}`,
    m.memory && `${size(m.memory.usedBytes)} of ${size(m.memory.totalBytes)} in use`,
  ];
  return parts.filter((part) => part).join(', ') || 'not known';
}
