/** Topic names. `up` is written by the device and nobody else, `down` is read by it and nobody else. */

export const PROTOCOL_VERSION = 1;

export const UP = ['status', 'state', 'event', 'telemetry', 'reply', 'signal', 'log'] as const;
export const DOWN = ['command', 'settings', 'signal'] as const;
export type Up = (typeof UP)[number];
export type Down = (typeof DOWN)[number];

/** First levels of every topic. */
export const TOPIC_ROOT = `pupsentry/v${PROTOCOL_VERSION}`;
export const DEVICE_ID_PATTERN = '^[a-z0-9-]{8,40}$';
const DEVICE_ID = new RegExp(DEVICE_ID_PATTERN);

/** MQTT service per topic: delivery, and whether the broker keeps the last one for newcomers. */
export const DELIVERY: Record<`up/${Up}` | `down/${Down}`, { qos: 0 | 1; retain: boolean }> = {
  'up/status': { qos: 1, retain: true },
  'up/state': { qos: 1, retain: true },
  'up/event': { qos: 1, retain: false },
  'up/telemetry': { qos: 0, retain: false },
  'up/reply': { qos: 1, retain: false },
  'up/signal': { qos: 1, retain: false },
  'up/log': { qos: 1, retain: false },
  'down/command': { qos: 1, retain: false },
  'down/settings': { qos: 1, retain: true },
  'down/signal': { qos: 1, retain: false },
};

export function isDeviceId(id: string): boolean {
  return DEVICE_ID.test(id);
}

function checked(deviceId: string): string {
  if (!isDeviceId(deviceId)) throw new RangeError(`device id "${deviceId}" must match ${DEVICE_ID.source}`);
  return deviceId;
}

export function upTopic(deviceId: string, name: Up): string {
  return `${TOPIC_ROOT}/${checked(deviceId)}/up/${name}`;
}

export function downTopic(deviceId: string, name: Down): string {
  return `${TOPIC_ROOT}/${checked(deviceId)}/down/${name}`;
}

/** What a device subscribes to. */
export function downFilter(deviceId: string): string {
  return `${TOPIC_ROOT}/${checked(deviceId)}/down/+`;
}

/** What a cloud service subscribes to: one kind of message of every device. */
export function upFilter(name: Up | '+' = '+'): string {
  return `${TOPIC_ROOT}/+/up/${name}`;
}

export type ParsedTopic =
  { deviceId: string; direction: 'up'; name: Up } | { deviceId: string; direction: 'down'; name: Down };

/** @returns the parts of a topic of this contract, or null for any other */
export function parseTopic(topic: string): ParsedTopic | null {
  const [root, version, deviceId, direction, name, ...rest] = topic.split('/');
  if (`${root}/${version}` !== TOPIC_ROOT || rest.length > 0 || !deviceId || !isDeviceId(deviceId))
    return null;
  if (direction === 'up' && UP.includes(name as Up)) return { deviceId, direction, name: name as Up };
  if (direction === 'down' && DOWN.includes(name as Down)) return { deviceId, direction, name: name as Down };
  return null;
}
