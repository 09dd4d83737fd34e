/** What the update agent remembers across power cuts, and how it is checked when it is read back. */
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** Version of this update engine: a release may ask for a newer one (`Release.minAgent`). */
export const AGENT_VERSION = 1;

/** docs/updates.md has the picture. */
export const PHASES = [
  ...['idle', 'check', 'offered', 'invalidate', 'reconcile', 'read-back', 'staged', 'reboot'],
  ...['trial', 'health', 'confirmed', 'rolled-back', 'report', 'back-off'],
] as const;
export type Phase =
  | 'idle'
  | 'check'
  | 'offered'
  | 'invalidate'
  | 'reconcile'
  | 'read-back'
  | 'staged'
  | 'reboot'
  | 'trial'
  | 'health'
  | 'confirmed'
  | 'rolled-back'
  | 'report'
  | 'back-off';

/** Why a trial came to nothing: the boot loader did not do what it was told, which says nothing of the version. */
export const FORGOT = 'boot-loader-forgot';

/** The newest of each are kept. */
export const MAX_HISTORY = 50;
export const MAX_FAILURES = 8;

const closed = { additionalProperties: false };
const whole = Type.Integer({ minimum: 0 });
const text = Type.String({ maxLength: 500 });
const oneOf = <T extends string>(...words: T[]) => Type.Union(words.map((word) => Type.Literal(word)));

const ReleaseSchema = Type.Object(
  {
    path: text,
    version: text,
    securityVersion: whole,
    hardware: Type.Array(text, { maxItems: 64 }),
    minAgent: whole,
    image: Type.Object({ rootHash: text, salt: text, dataBlocks: whole, bootBlocks: whole }, closed),
  },
  closed,
);

const BaselineSchema = Type.Object(
  {
    picture: oneOf('works', 'off', 'broken'),
    recorder: oneOf('works', 'off', 'broken'),
    /** When the cloud was last seen, wall clock ms; null: never. */
    cloudMs: Type.Union([Type.Number(), Type.Null()]),
    atMs: Type.Number(),
  },
  closed,
);
/** What worked before the update: what did not cannot be asked of the new system. */
export type Baseline = Static<typeof BaselineSchema>;

const OutcomeSchema = oneOf(
  'offered',
  'updated',
  'repaired',
  'went-back',
  'rolled-back',
  'failed',
  'refused',
);
/**
 * offered: nothing has happened yet. updated, repaired, went-back (on command): confirmed. rolled-back: the new
 * system did not start or was not healthy. failed: it could not be installed. refused: it must not be.
 */
export type Outcome = Static<typeof OutcomeSchema>;

const RecordSchema = Type.Object(
  {
    /** UUID: the same in every report about this update. */
    id: text,
    outcome: OutcomeSchema,
    version: text,
    from: text,
    isSecurity: Type.Boolean(),
    /** Wall clock, ms. */
    startedMs: Type.Number(),
    endedMs: Type.Number(),
    blocksKept: whole,
    blocksCopied: whole,
    blocksFetched: whole,
    fetchedBytes: whole,
    writtenBytes: whole,
    /** Stable word for programs; empty when all went well. */
    code: text,
    /** The same for people. */
    reason: text,
  },
  closed,
);
/** One update, in the history and on its way to the cloud. */
export type UpdateReport = Static<typeof RecordSchema>;

const JobSchema = Type.Object(
  {
    id: text,
    /** repair: the running release into the other slot. back: to what the other slot holds. */
    kind: oneOf('update', 'repair', 'back'),
    release: ReleaseSchema,
    /** What runs while it is installed. */
    from: text,
    fromRootHash: text,
    /** The slot that it goes to. */
    slot: oneOf('A', 'B'),
    isSecurity: Type.Boolean(),
    /** Wall clock, ms. */
    offeredMs: Type.Number(),
    /** People have been told of the offer. */
    isTold: Type.Boolean(),
    /** Somebody said "now". */
    isAsked: Type.Boolean(),
    /** Allowed once: it goes on after a power cut, whatever the time. */
    isBegun: Type.Boolean(),
    postponements: whole,
    postponedUntilMs: Type.Number(),
    startedMs: Type.Number(),
    baseline: Type.Union([BaselineSchema, Type.Null()]),
    /** The boot loader has been told to try it. */
    isStaged: Type.Boolean(),
    /** Starts of the daemon since then, and since its trial failed. */
    trialStarts: whole,
    /** Why its trial has failed; null while it has not. */
    verdict: Type.Union([Type.Object({ code: text, reason: text }, closed), Type.Null()]),
    blocksKept: whole,
    blocksCopied: whole,
    blocksFetched: whole,
    fetchedBytes: whole,
    writtenBytes: whole,
  },
  closed,
);
/** One update on its way. */
export type Job = Static<typeof JobSchema>;
export type JobFigures = Pick<
  Job,
  'blocksKept' | 'blocksCopied' | 'blocksFetched' | 'fetchedBytes' | 'writtenBytes'
>;

const FailureSchema = Type.Object(
  {
    rootHash: text,
    version: text,
    /** Trials that failed; an installation that failed counts in `installs`. */
    trials: whole,
    installs: whole,
    /** Not tried again by itself before, wall clock ms; null: never. */
    untilMs: Type.Union([Type.Number(), Type.Null()]),
    code: text,
    reason: text,
  },
  closed,
);
/** A release that could not be had, and when it is tried again. */
export type Failure = Static<typeof FailureSchema>;

const StateSchema = Type.Object(
  {
    format: Type.Literal(1),
    phase: Type.Union(PHASES.map((phase) => Type.Literal(phase))),
    job: Type.Union([JobSchema, Type.Null()]),
    /** Waits for the outbox. */
    report: Type.Union([RecordSchema, Type.Null()]),
    /** Newest first. */
    history: Type.Array(RecordSchema, { maxItems: MAX_HISTORY }),
    failures: Type.Array(FailureSchema, { maxItems: MAX_FAILURES }),
    /** What was refused last, as "code version": told once. */
    refused: text,
    /** Of all updates so far: bytes written to the slots. */
    wearBytes: whole,
    /** When the cloud was last seen, wall clock ms. */
    cloudMs: Type.Union([Type.Number(), Type.Null()]),
  },
  closed,
);
export type AgentState = Omit<Static<typeof StateSchema>, 'phase'> & { phase: Phase };

export const FRESH: AgentState = {
  ...{ format: 1, phase: 'idle', job: null, report: null, history: [], failures: [], refused: '' },
  ...{ wearBytes: 0, cloudMs: null },
};

/** @returns the state, or null when it is none of this version */
export function readState(bytes: Uint8Array): AgentState | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return Value.Check(StateSchema, value) ? (value as AgentState) : null;
  } catch {
    return null;
  }
}

export const writeState = (state: AgentState): Buffer => Buffer.from(JSON.stringify(state));
