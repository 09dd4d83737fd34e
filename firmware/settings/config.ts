/** The configuration of one installed device: written by provisioning, read once at start. */
import { Type, type Static } from '@sinclair/typebox';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { check } from '#kit/check.ts';

/** Where updates come from (docs/updates.md). */
const UpdatesConfigSchema = Type.Object(
  {
    mirrors: Type.Array(Type.String({ pattern: '^https?://[^\\s]+$' }), {
      minItems: 1,
      maxItems: 8,
      description: 'Addresses of the same releases, the best first: metadata/ and images/ stand below each.',
    }),
    rootFile: Type.String({ description: 'The first root.json, which all trust begins with.' }),
    caFile: Type.Optional(
      Type.String({ description: "Certificates to trust instead of the system's, PEM." }),
    ),
  },
  { additionalProperties: false, description: 'Without it the device is never updated by itself.' },
);
export type UpdatesConfig = Static<typeof UpdatesConfigSchema>;

export const DeviceConfigSchema = Type.Object(
  {
    deviceId: Type.String({
      pattern: '^[a-z0-9-]{8,40}$',
      description: 'Unique; also the CN of the certificate.',
    }),
    product: Type.Union([Type.Literal('doorbell'), Type.Literal('camera')], { default: 'doorbell' }),
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 40, description: 'First value of device.name.' }),
    ),
    stateFolder: Type.String({
      description: 'Settings, outbox and boot epoch live here. Relative to this file.',
    }),
    controlSocket: Type.String({ description: 'Unix socket for pupsentryctl. Relative to this file.' }),
    camera: Type.String({
      default: 'scene',
      description: 'scene, /dev/videoN, a video file or rtsp://… ; the board decides when it is "board".',
    }),
    microphone: Type.String({
      default: 'auto',
      description: "auto (the camera's own sound), none, tone, alsa:NAME or pulse.",
    }),
    recordings: Type.Optional(
      Type.Object(
        {
          folder: Type.String({ description: 'It has to be there. Relative to this file.' }),
          isMountPoint: Type.Boolean({
            default: true,
            description: 'A card is mounted there: without it nothing is stored.',
          }),
        },
        {
          additionalProperties: false,
          description: 'Storage for recordings, such as a memory card; else they stand in stateFolder.',
        },
      ),
    ),
    link: Type.Optional(
      Type.Object(
        {
          url: Type.String({ pattern: '^mqtts?://', description: 'The broker.' }),
          caFile: Type.Optional(Type.String()),
          certFile: Type.Optional(Type.String()),
          keyFile: Type.Optional(Type.String()),
        },
        { additionalProperties: false, description: 'Without it the device works alone.' },
      ),
    ),
    updates: Type.Optional(UpdatesConfigSchema),
  },
  { additionalProperties: false },
);

export type DeviceConfig = Static<typeof DeviceConfigSchema>;

/**
 * Reads a configuration file; relative paths in it become absolute.
 * @throws PupsentryError "config-missing", "config-syntax", or "config-invalid" naming every path and reason
 */
export async function loadDeviceConfig(file: string): Promise<DeviceConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new PupsentryError(
      'config-missing',
      `Cannot read the configuration ${file}.`,
      'Give its path with --config.',
      {
        cause,
      },
    );
  }
  const config = check(DeviceConfigSchema, text, { file, code: 'config' });
  const at = (path: string) => resolve(dirname(file), path);
  return {
    ...config,
    stateFolder: at(config.stateFolder),
    controlSocket: at(config.controlSocket),
    ...(config.recordings && {
      recordings: { ...config.recordings, folder: at(config.recordings.folder) },
    }),
    ...(config.updates && {
      updates: {
        ...config.updates,
        rootFile: at(config.updates.rootFile),
        ...(config.updates.caFile && { caFile: at(config.updates.caFile) }),
      },
    }),
    ...(config.link && {
      link: {
        ...config.link,
        ...(config.link.caFile && { caFile: at(config.link.caFile) }),
        ...(config.link.certFile && { certFile: at(config.link.certFile) }),
        ...(config.link.keyFile && { keyFile: at(config.link.keyFile) }),
      },
    }),
  };
}
