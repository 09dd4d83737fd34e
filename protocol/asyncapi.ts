/**
 * The contract as an AsyncAPI 3.0 document, for those who subscribe: made from the topics and the
 * schema, so that it cannot say anything else. `npm run generate` writes docs/asyncapi.yaml; a test
 * holds them equal. Told from the device's side: it sends `up` and receives `down`.
 */
import { DELIVERY, DOWN, DEVICE_ID_PATTERN, PROTOCOL_VERSION, TOPIC_ROOT, UP } from './topics.ts';

type Topic = keyof typeof DELIVERY;

/** What people need to know about each topic. */
const TOPICS: Record<Topic, { title: string; summary: string }> = {
  'up/status': {
    title: 'Whether the device is connected',
    summary: 'Retained. Also the will: the broker publishes it when the device vanishes.',
  },
  'up/state': {
    title: 'What the device is and how it is',
    summary: 'Retained. Versions, encoders, settings in force, faults. Sent whenever one of them changes.',
  },
  'up/event': {
    title: 'Something happened: a ring, motion, sound, tampering, an update',
    summary:
      'Kept on the device until the broker has taken it, so it may arrive late and twice: de-duplicate by (device_id, boot_epoch, seq). One event is sent several times, with the same id, as it grows.',
  },
  'up/telemetry': { title: 'Figures', summary: 'Temperature, memory, bit rates. May be lost.' },
  'up/reply': {
    title: 'The answer to a command',
    summary: 'Carries the correlation_id of its command.',
  },
  'up/signal': { title: 'Live view: what the device says', summary: 'Answer, candidates, bye, refusal.' },
  'up/log': { title: 'Warnings and errors, for support', summary: 'No picture, no sound, nothing secret.' },
  'down/command': {
    title: 'Do something, now',
    summary: 'Good for one minute unless it says otherwise. Never retained.',
  },
  'down/settings': {
    title: 'What the owner wants',
    summary: 'Retained, so that it reaches a device that was away. A revision not newer is ignored.',
  },
  'down/signal': { title: 'Live view: what the viewer says', summary: 'Offer, candidates, bye.' },
};

const ref = (path: string) => ({ $ref: `#/${path}` });

/** Such as "sendEvent", "receiveCommand". */
function operationId(topic: Topic): string {
  const [direction, name] = topic.split('/') as ['up' | 'down', string];
  return `${direction === 'up' ? 'send' : 'receive'}${name[0]!.toUpperCase()}${name.slice(1)}`;
}

/** Such as "upEvent": signal goes both ways. */
function channelId(topic: Topic): string {
  return topic.replace(/\/(.)/, (_, first: string) => first.toUpperCase());
}

/** @param proto the text of pupsentry.proto */
export function asyncApiDocument(proto: string): object {
  const topics = [...UP.map((name) => `up/${name}` as const), ...DOWN.map((name) => `down/${name}` as const)];
  const each = <T>(key: (topic: Topic) => string, value: (topic: Topic) => T) =>
    Object.fromEntries(topics.map((topic) => [key(topic), value(topic)]));

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Pupsentry device link',
      version: `${PROTOCOL_VERSION}.0.0`,
      description:
        'Every payload is one pupsentry.v1.Envelope. `protoc --decode=pupsentry.v1.Envelope pupsentry.proto` reads them all; docs/protocol.md says how they are delivered.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/x-protobuf',
    servers: {
      broker: {
        host: '{host}',
        protocol: 'secure-mqtt',
        protocolVersion: '5.0',
        description: 'Any broker of MQTT 3.1.1 or 5. The client certificate names the device (CN).',
        variables: { host: { default: 'localhost:8883' } },
        security: [ref('components/securitySchemes/certificate')],
      },
    },
    channels: each(channelId, (topic) => ({
      address: `${TOPIC_ROOT}/{deviceId}/${topic}`,
      title: TOPICS[topic].title,
      description: TOPICS[topic].summary,
      messages: { [channelId(topic)]: ref(`components/messages/${channelId(topic)}`) },
      parameters: { deviceId: ref('components/parameters/deviceId') },
    })),
    operations: each(operationId, (topic) => ({
      action: topic.startsWith('up/') ? 'send' : 'receive',
      channel: ref(`channels/${channelId(topic)}`),
      summary: TOPICS[topic].title,
      messages: [ref(`channels/${channelId(topic)}/messages/${channelId(topic)}`)],
      ...(topic === 'down/command' && {
        reply: { channel: ref('channels/upReply'), messages: [ref('channels/upReply/messages/upReply')] },
      }),
      bindings: { mqtt: { ...DELIVERY[topic], bindingVersion: '0.2.0' } },
    })),
    components: {
      messages: each(channelId, (topic) => ({
        name: `Envelope with body "${topic.split('/')[1]}"`,
        title: TOPICS[topic].title,
        summary: TOPICS[topic].summary,
        contentType: 'application/x-protobuf',
        correlationId: ref('components/correlationIds/correlationId'),
        payload: ref('components/schemas/envelope'),
      })),
      parameters: {
        deviceId: { description: `The device's id, ${DEVICE_ID_PATTERN}`, examples: ['front-door-1'] },
      },
      correlationIds: {
        correlationId: {
          description: 'Envelope.correlation_id: joins a reply to its command, an answer to its offer.',
          location: '$message.payload#/correlation_id',
        },
      },
      securitySchemes: {
        certificate: { type: 'X509', description: "A certificate from the cloud's own authority." },
      },
      schemas: {
        envelope: { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: proto },
      },
    },
  };
}
