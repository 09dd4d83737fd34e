/**
 * The life of an alarm, the same for rings, motion, sound and tampering: a pure table, no clock and no I/O.
 *
 *   state   | sighting                   | time                                  | off
 *   quiet   | open, "started"            | -                                     | -
 *   open    | open, "grown"              | at its end: blind, "ended"            | quiet, "ended"
 *   blind   | nothing                    | when blind time is over: quiet        | quiet
 *
 * An alarm is open for at least `initialUs`, then until nothing was seen for `quietUs`, at most `maxUs`. After it
 * nothing is told for `blindUs`. Where an input comes later than the end of a phase, the phase ends first. An alarm
 * keeps the rules that it began with.
 */
import type { Label, Sighting } from './sighting.ts';

/** All times are CLOCK_MONOTONIC, microseconds. */
export interface AlarmRules {
  readonly initialUs: number;
  readonly quietUs: number;
  readonly maxUs: number;
  readonly blindUs: number;
  /** What goes on when blind time is over is a new alarm; otherwise not before it has stopped for once. */
  readonly tellsAgain: boolean;
}

export interface Alarm {
  /** Counts the alarms of this machine from 1. */
  readonly number: number;
  /** Since when it must have been there. */
  readonly startedUs: number;
  /** When the first sighting came: the times of the rules count from here. */
  readonly openedUs: number;
  /** The last sighting. */
  readonly seenUs: number;
  readonly sightings: number;
  /** That of the clearest sighting first. */
  readonly labels: readonly Label[];
  readonly zones: readonly string[];
  /** Score of the clearest sighting, 0 to 1. */
  readonly peak: number;
}

export type AlarmState =
  | { readonly phase: 'quiet'; readonly alarms: number }
  | { readonly phase: 'open'; readonly alarms: number; readonly alarm: Alarm; readonly rules: AlarmRules }
  | {
      readonly phase: 'blind';
      readonly alarms: number;
      readonly untilUs: number;
      readonly rules: AlarmRules;
    };

export type AlarmInput =
  | { type: 'sighting'; sighting: Sighting }
  | { type: 'time'; atUs: number }
  /** Nobody watches any more: switched off, privacy mode, stop. */
  | { type: 'off'; atUs: number };

export interface AlarmEffect {
  readonly type: 'started' | 'grown' | 'ended';
  readonly alarm: Alarm;
}

export const QUIET: AlarmState = { phase: 'quiet', alarms: 0 };
/** More than that at once is nobody's house. */
const MAX_ZONES = 8;

/**
 * @param rules for an alarm that begins now
 * @returns the state after the input, and what happened, in order
 */
export function step(
  before: AlarmState,
  input: AlarmInput,
  rules: AlarmRules,
): { state: AlarmState; effects: AlarmEffect[] } {
  const atUs = input.type === 'sighting' ? input.sighting.atUs : input.atUs;
  const effects: AlarmEffect[] = [];
  let state = passTime(before, atUs, effects);
  if (input.type === 'off') {
    if (state.phase === 'open') effects.push({ type: 'ended', alarm: state.alarm });
    state = { phase: 'quiet', alarms: state.alarms };
  } else if (input.type === 'sighting') {
    state = see(state, input.sighting, rules, effects);
    state = passTime(state, atUs, effects); // an alarm of no length is over at once
  }
  return { state, effects };
}

/** When the present phase ends if nothing is seen until then; null when nothing is to end. */
export function endsAtUs(state: AlarmState): number | null {
  if (state.phase === 'quiet') return null;
  if (state.phase === 'blind') return state.untilUs;
  const { openedUs, seenUs } = state.alarm;
  const { initialUs, quietUs, maxUs } = state.rules;
  return Math.min(openedUs + maxUs, Math.max(openedUs + initialUs, seenUs + quietUs));
}

function passTime(state: AlarmState, atUs: number, effects: AlarmEffect[]): AlarmState {
  const endUs = endsAtUs(state);
  if (endUs === null || atUs < endUs) return state;
  if (state.phase !== 'open') return { phase: 'quiet', alarms: state.alarms };
  const { alarms, rules, alarm } = state;
  effects.push({ type: 'ended', alarm });
  return passTime({ phase: 'blind', alarms, rules, untilUs: endUs + rules.blindUs }, atUs, effects);
}

function see(state: AlarmState, sighting: Sighting, rules: AlarmRules, effects: AlarmEffect[]): AlarmState {
  if (state.phase === 'blind') return state.rules.tellsAgain ? state : stillBlind(state, sighting.atUs);
  if (state.phase === 'quiet') {
    const alarm = begun(sighting, state.alarms + 1);
    effects.push({ type: 'started', alarm });
    return { phase: 'open', alarms: alarm.number, alarm, rules };
  }
  const alarm = grown(state.alarm, sighting);
  effects.push({ type: 'grown', alarm });
  return { ...state, alarm };
}

function stillBlind(state: Extract<AlarmState, { phase: 'blind' }>, atUs: number): AlarmState {
  const { blindUs, quietUs } = state.rules;
  return { ...state, untilUs: Math.max(state.untilUs, atUs + Math.max(blindUs, quietUs)) };
}

function begun({ atUs, sinceUs, label, score, zones }: Sighting, number: number): Alarm {
  return {
    number,
    startedUs: Math.min(sinceUs, atUs),
    openedUs: atUs,
    seenUs: atUs,
    sightings: 1,
    labels: [label],
    zones: zones.slice(0, MAX_ZONES),
    peak: score,
  };
}

function grown(alarm: Alarm, { atUs, label, score, zones }: Sighting): Alarm {
  const others = alarm.labels.filter((known) => known !== label);
  const isKnown = others.length < alarm.labels.length;
  return {
    ...alarm,
    seenUs: Math.max(alarm.seenUs, atUs),
    sightings: alarm.sightings + 1,
    labels: score > alarm.peak ? [label, ...others] : isKnown ? alarm.labels : [...alarm.labels, label],
    zones: [...new Set([...alarm.zones, ...zones])].slice(0, MAX_ZONES),
    peak: Math.max(alarm.peak, score),
  };
}
