/** The command line of pupsentry-cloud: what may be said, and how it is explained. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isDeviceId } from '#protocol/topics.ts';
import { PupsentryError } from '#kit/errors.ts';
import { LOG_LEVELS, type LogLevel } from '#kit/log.ts';
import type { Session } from './api.ts';
import type { BrokerPlan } from './broker/credentials.ts';
import type { S3Options } from './clips/s3-clip-store.ts';

export const HELP = `pupsentry-cloud: broker, device registry, events and web console for Pupsentry devices

Usage
  pupsentry-cloud [options]                       run it
  pupsentry-cloud sign-in-link [options]          print a new one-time link to the console
  pupsentry-cloud provision --id ID --out FOLDER  keys and configuration for one device
  pupsentry-cloud subscriber --name NAME --out FOLDER
                                                  keys for a service that reads what devices send
  pupsentry-cloud look-at-clip [--clip ID]        all that this stub can see of a sealed clip

Options
  --data FOLDER          keeps everything (default var/cloud)
  --port N               console and API (default 8080)
  --host ADDRESS         127.0.0.1 for this machine alone (default), 0.0.0.0 for the network
  --public-url URL       how the console is reached through a proxy, such as https://home.example
  --allow-host NAME      answer to this host name too; may be repeated
  --ice-server URL       stun:HOST:PORT or turn:HOST:PORT,USER,PASSWORD; may be repeated
  --clips-s3 URL         keeps sealed clips in this bucket: https://HOST/BUCKET; its account comes from
                         S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, its region from S3_REGION
  --packages FILE        JSON with the packages of cloud recording on offer
  --payment WORD         none (default): nothing that costs can be ordered
                         test: a page on which whoever orders says whether it was paid; takes no money
  --log-level LEVEL      ${LOG_LEVELS.join(', ')} (default warn in a terminal, else info)

Broker: a Mosquitto of its own, unless --broker names another
  --broker-port N        (default 8883)
  --broker-host ADDRESS  (default 127.0.0.1)
  --broker URL           mqtts://HOST:PORT or mqtt://HOST:PORT
  --broker-ca FILE       what signed the other broker's certificate
  --broker-cert FILE     the stub's certificate there, and
  --broker-key FILE      its key

Provision
  --id ID                8 to 40 of a-z, 0-9 and -
  --out FOLDER           gets device.json, key and certificates; run again, it keeps the keys
  --name NAME            what people call it (default: the id)
  --product WORD         doorbell (default) or camera
  --camera WHAT          scene, /dev/video0, a video file, rtsp://…
  --microphone WHAT      auto, none, tone, alsa:NAME, pulse

Subscriber
  --name NAME            1 to 40 of a-z, 0-9 and -; one connection at a time for each name
  --out FOLDER           gets key and certificates

For programs that start it
  --ready-fd N           writes {url, brokerUrl, signInLink} as one line there when ready
  --exit-with-parent     stops when its standard input ends

Examples
  pupsentry-cloud --data /var/lib/pupsentry-cloud --host 0.0.0.0 --broker-host 0.0.0.0
  pupsentry-cloud provision --id front-door-1 --name "Front door" --out ./front-door-1
  pupsentry-cloud sign-in-link
  pupsentry-cloud --broker mqtts://broker.example:8883 --broker-ca ca.pem --broker-cert stub.pem --broker-key stub-key.pem
`;

export interface ServeArguments {
  command: 'serve';
  data: string;
  host: string;
  port: number;
  publicUrl: string | undefined;
  allowedHosts: string[];
  iceServers: Session['iceServers'];
  broker: BrokerPlan;
  /** Absent: clips lie in the data folder. */
  clipsS3?: S3Options;
  /** A file with packages; absent: those of catalogue.ts. */
  packages: string | undefined;
  payment: 'none' | 'test';
  logLevel: LogLevel | undefined;
  readyFd: number | undefined;
  exitWithParent: boolean;
}

export interface LinkArguments {
  command: 'sign-in-link';
  data: string;
  /** Where the console is, when the command line says so. */
  url: { publicUrl?: string; host: string; port: number } | undefined;
}

export interface ProvisionArguments {
  command: 'provision';
  data: string;
  id: string;
  name: string;
  product: 'doorbell' | 'camera';
  out: string;
  camera: string | undefined;
  microphone: string | undefined;
  /** Absent: the broker of the last start. */
  broker: BrokerPlan | undefined;
}

export interface SubscriberArguments {
  command: 'subscriber';
  data: string;
  name: string;
  out: string;
}

export interface LookArguments {
  command: 'look-at-clip';
  data: string;
  clipId: string | undefined;
  clipsS3?: S3Options;
}

export type Arguments =
  | { command: 'help' }
  | { command: 'version' }
  | ServeArguments
  | LinkArguments
  | ProvisionArguments
  | SubscriberArguments
  | LookArguments;

const one = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ data: one, port: one, host: one, 'public-url': one, 'allow-host': many, 'ice-server': many },
  ...{ broker: one, 'broker-port': one, 'broker-host': one },
  ...{ 'broker-ca': one, 'broker-cert': one, 'broker-key': one },
  ...{ id: one, out: one, name: one, product: one, camera: one, microphone: one },
  ...{ 'clips-s3': one, clip: one },
  ...{ packages: one, payment: one },
  ...{ 'log-level': one, 'ready-fd': one, 'exit-with-parent': flag, help: flag, version: flag },
} as const;

/** @throws PupsentryError "usage" */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const [command = 'serve', ...rest] = positionals;
  if (rest.length > 0) throw usage(`"${rest[0]}" is one word too many.`);
  const data = resolve(values.data ?? 'var/cloud');
  const host = values.host ?? '127.0.0.1';
  const port = wholeNumber('--port', values.port, 0, 65_535) ?? 8080;
  const publicUrl = values['public-url'] === undefined ? undefined : webAddress(values['public-url']);
  switch (command) {
    case 'serve':
      return {
        ...{ command, data, host, port, publicUrl },
        allowedHosts: values['allow-host'] ?? [],
        ...s3Of(values['clips-s3']),
        iceServers: (values['ice-server'] ?? []).map(iceServer),
        broker: brokerPlan(values) ?? { kind: 'child', host: '127.0.0.1', port: 8883 },
        packages: values.packages === undefined ? undefined : resolve(values.packages),
        payment: oneOf('--payment', values.payment, ['none', 'test'] as const) ?? 'none',
        logLevel: oneOf('--log-level', values['log-level'], LOG_LEVELS),
        readyFd: wholeNumber('--ready-fd', values['ready-fd'], 0, 1023),
        exitWithParent: values['exit-with-parent'] ?? false,
      };
    case 'sign-in-link': {
      const said = values.port ?? values.host ?? publicUrl;
      return { command, data, url: said ? { ...(publicUrl && { publicUrl }), host, port } : undefined };
    }
    case 'provision': {
      const { id, out } = values;
      if (!id || !isDeviceId(id)) throw usage('--id must be 8 to 40 of a-z, 0-9 and -.');
      if (!out) throw usage('--out must name the folder for keys and configuration.');
      const name = (values.name ?? id).trim();
      if (name.length < 1 || name.length > 40) throw usage('--name must have 1 to 40 characters.');
      const product = oneOf('--product', values.product, ['doorbell', 'camera'] as const) ?? 'doorbell';
      const { camera, microphone } = values;
      return { command, data, id, name, product, out, camera, microphone, broker: brokerPlan(values) };
    }
    case 'subscriber': {
      const { name, out } = values;
      if (!name || !/^[a-z0-9-]{1,40}$/.test(name)) throw usage('--name must be 1 to 40 of a-z, 0-9 and -.');
      if (!out) throw usage('--out must name the folder for the keys.');
      return { command, data, name, out };
    }
    case 'look-at-clip':
      return { command, data, clipId: values.clip, ...s3Of(values['clips-s3']) };
    default:
      throw usage(`There is no command "${command}".`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw usage((cause as Error).message.split('. ')[0]! + '.', cause);
  }
}

type Values = ReturnType<typeof parse>['values'];

/** @returns undefined when the command line says nothing about the broker */
function brokerPlan(values: Values): BrokerPlan | undefined {
  const url = values.broker;
  if (url === undefined) {
    const port = wholeNumber('--broker-port', values['broker-port'], 1, 65_535);
    const host = values['broker-host'];
    return (port ?? host) === undefined
      ? undefined
      : { kind: 'child', host: host ?? '127.0.0.1', port: port ?? 8883 };
  }
  if (!/^mqtts?:\/\/[^/\s]+$/.test(url))
    throw usage('--broker must be mqtts://HOST:PORT or mqtt://HOST:PORT.');
  const { 'broker-ca': caFile, 'broker-cert': certFile, 'broker-key': keyFile } = values;
  if (Boolean(certFile) !== Boolean(keyFile)) throw usage('--broker-cert and --broker-key belong together.');
  return {
    kind: 'external',
    url,
    ...(caFile && { caFile }),
    ...(certFile && { certFile }),
    ...(keyFile && { keyFile }),
  };
}

/** The account is not for the command line, where every user of the machine could read it. */
function s3Of(endpoint: string | undefined): { clipsS3?: S3Options } {
  if (endpoint === undefined) return {};
  if (!/^https?:\/\/[^/\s]+(\/[^/\s]+)?$/.test(endpoint))
    throw usage('--clips-s3 must be https://HOST/BUCKET.');
  const {
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    S3_REGION: region,
  } = process.env;
  if (!accessKeyId || !secretAccessKey)
    throw usage('--clips-s3 needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY in the environment.');
  return { clipsS3: { endpoint, accessKeyId, secretAccessKey, ...(region && { region }) } };
}

function iceServer(text: string): Session['iceServers'][number] {
  const [urls = '', username, credential] = text.split(',');
  if (!/^(stun|turn)s?:\S+$/.test(urls)) throw usage(`--ice-server ${text}: must begin with stun: or turn:.`);
  return { urls, ...(username && { username }), ...(credential && { credential }) };
}

function webAddress(text: string): string {
  const isWeb = /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname === '/';
  if (!isWeb) throw usage('--public-url must be http://NAME or https://NAME, without a path.');
  return text.replace(/\/$/, '');
}

function wholeNumber(name: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw usage(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
  return value;
}

function oneOf<W extends string>(name: string, text: string | undefined, words: readonly W[]): W | undefined {
  if (text === undefined || words.includes(text as W)) return text as W | undefined;
  throw usage(`${name} must be one of ${words.join(', ')}.`);
}

function usage(message: string, cause?: unknown): PupsentryError {
  return new PupsentryError('usage', message, 'See pupsentry-cloud --help.', { cause });
}
