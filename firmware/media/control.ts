/** What the daemon orders and the media process reports, as JSON on the wire. */
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { MAX_POINTS, MAX_ZONES, MIN_POINTS } from '../settings/zones.ts';
import { WireError } from './wire.ts';

const VideoStreamSchema = Type.Union([Type.Literal('main'), Type.Literal('sub')]);
const RequestId = Type.Integer({ minimum: 0, maximum: 0xffff_ffff });
const Kbps = Type.Integer({ minimum: 1, maximum: 100_000 });

const PassedOverSchema = Type.Object({
  stream: VideoStreamSchema,
  element: Type.String(),
  /** What it said. */
  why: Type.String(),
});
/** An encoder that failed while it worked. */
export type PassedOver = Static<typeof PassedOverSchema>;

const ChoiceSchema = Type.Object({ element: Type.String(), reason: Type.String() });
/** An encoder and why it was chosen. */
export type EncoderChoice = Static<typeof ChoiceSchema>;

const Part = Type.Number({ minimum: 0, maximum: 1 });
const PrivacyZonesFields = {
  /** Told back as soon as every picture that follows has these zones. */
  revision: RequestId,
  /** Corners as parts of width and height from the upper left; what is inside is black. */
  polygons: Type.Array(Type.Array(Type.Tuple([Part, Part]), { minItems: MIN_POINTS, maxItems: MAX_POINTS }), {
    maxItems: MAX_ZONES,
  }),
};
const PrivacyZonesSchema = Type.Object(PrivacyZonesFields);
export type PrivacyZonesOrder = Static<typeof PrivacyZonesSchema>;

/** Daemon to media process. No camera is opened before `start`; `chime` needs no `start`. */
export const OrderSchema = Type.Union([
  Type.Object({
    order: Type.Literal('start'),
    /** scene, v4l2:NAME, /dev/videoN, a file or an address: never as an argument, where everyone could read its password. */
    camera: Type.String(),
    microphone: Type.String(),
    board: Type.String(),
    mainKbps: Kbps,
    subKbps: Kbps,
    logLevel: Type.String(),
    /** Encoders that failed in the midst of their work, in an earlier life of this process: not to be chosen. */
    passedOver: Type.Array(PassedOverSchema, { maxItems: 32 }),
    /** Why the camera's buffers had to be copied in an earlier life; empty when they had not. */
    copying: Type.String(),
    /** Encoders that gave pictures in an earlier life: taken without a trial. */
    proven: Type.Partial(Type.Object({ main: ChoiceSchema, sub: ChoiceSchema })),
    privacyZones: PrivacyZonesSchema,
  }),
  /** Other zones while it runs. */
  Type.Object({ order: Type.Literal('privacy-zones'), ...PrivacyZonesFields }),
  /** "none" ends the capture of sound. */
  Type.Object({ order: Type.Literal('microphone'), microphone: Type.String() }),
  Type.Object({ order: Type.Literal('bitrate'), stream: VideoStreamSchema, kbps: Kbps }),
  /** Whether somebody looks at the grey pictures: they weigh more than the main stream. */
  Type.Object({ order: Type.Literal('grey'), wanted: Type.Boolean() }),
  /** Whether somebody listens to the uncompressed sound. */
  Type.Object({ order: Type.Literal('sound'), wanted: Type.Boolean() }),
  Type.Object({ order: Type.Literal('key-frame'), stream: VideoStreamSchema }),
  Type.Object({
    order: Type.Literal('snapshot'),
    requestId: RequestId,
    /** 0 = as wide as the main stream. */
    width: Type.Integer({ minimum: 0, maximum: 4096 }),
  }),
  Type.Object({ order: Type.Literal('chime'), requestId: RequestId, speaker: Type.String() }),
  Type.Object({ order: Type.Literal('log-level'), level: Type.String() }),
]);
export type Order = Static<typeof OrderSchema>;

const EncoderSchema = Type.Object({
  element: Type.String(),
  codec: Type.Union([Type.Literal('h264'), Type.Literal('fwht')]),
  reason: Type.String(),
  /** How pictures come from the camera to it, where there is something to say. */
  way: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  fps: Type.Number(),
  bitrateKbps: Type.Number(),
});

const ComponentSchema = Type.Union([
  Type.Literal('camera'),
  Type.Literal('encoder'),
  Type.Literal('microphone'),
  Type.Literal('speaker'),
  Type.Literal('media'),
]);
/** A part of the media process that can be at fault. */
export type Component = Static<typeof ComponentSchema>;

/** Media process to daemon. */
export const ReportSchema = Type.Union([
  Type.Object({
    report: Type.Literal('started'),
    gstreamer: Type.String(),
    /** As people name them; passwords removed. */
    camera: Type.String(),
  }),
  /** Which encoders serve from now on. */
  Type.Object({
    report: Type.Literal('encoders'),
    encoders: Type.Object({ main: EncoderSchema, sub: EncoderSchema }),
  }),
  /** The camera's buffers have to be copied, and why; empty when they have not. */
  Type.Object({ report: Type.Literal('copying'), why: Type.String() }),
  /** An encoder failed while it worked; the next candidate takes over. */
  Type.Object({ report: Type.Literal('encoder-failed'), failed: PassedOverSchema }),
  /** Every picture that follows has these zones on it, and refers to none that has not. */
  Type.Object({ report: Type.Literal('privacy-zones'), revision: RequestId }),
  Type.Object({ report: Type.Literal('microphone'), name: Type.String() }),
  Type.Object({
    report: Type.Literal('fault'),
    component: ComponentSchema,
    code: Type.String(),
    message: Type.String(),
    remedy: Type.String(),
  }),
  /** The component works again. */
  Type.Object({ report: Type.Literal('mended'), component: ComponentSchema }),
  Type.Object({
    report: Type.Literal('no-picture'),
    requestId: Type.Integer(),
    message: Type.String(),
  }),
  /** The chime has been heard, or not: then code, message and remedy say why. */
  Type.Object({
    report: Type.Literal('chimed'),
    requestId: RequestId,
    problem: Type.Union([
      Type.Null(),
      Type.Object({ code: Type.String(), message: Type.String(), remedy: Type.String() }),
    ]),
  }),
  /** Dropped since the last report because the daemon did not read. */
  Type.Object({
    report: Type.Literal('dropped'),
    grey: Type.Integer(),
    pcm: Type.Integer(),
    units: Type.Integer(),
  }),
]);
export type Report = Static<typeof ReportSchema>;

/** @throws WireError when the control message is not of this kind */
export function parseControl<S extends TSchema>(schema: S, control: unknown): Static<S> {
  if (!Value.Check(schema, control)) throw new WireError('unknown control message');
  return control;
}
