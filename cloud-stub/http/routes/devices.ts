/** Devices: how they are, what they are asked to do. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import type { CommandReply, CommandRequest, Device, SignalRequest } from '../../api.ts';
import type { Calls } from '../../devices/calls.ts';
import type { Devices } from '../../devices/devices.ts';
import type { Operations } from '../../devices/operations.ts';
import type { Wishes } from '../../devices/wishes.ts';
import type { Snapshots } from '../../events/snapshots.ts';
import { whoAsks } from '../guard.ts';
import { problem } from '../problem.ts';
import {
  CommandReplySchema,
  CommandRequestSchema,
  DeviceParamsSchema,
  SettingsRequestSchema,
  SignalRequestSchema,
} from '../schemas.ts';

export interface DeviceRoutesOptions {
  devices: Devices;
  wishes: Wishes;
  operations: Operations;
  calls: Calls;
  snapshots: Snapshots;
}

export function deviceRoutes(app: FastifyInstance, options: DeviceRoutesOptions): void {
  const { devices, wishes, operations, calls, snapshots } = options;
  const tags = ['devices'];

  /** The device of the address, of the household that asks. */
  const deviceOf = async (request: FastifyRequest): Promise<Device> => {
    const { id } = request.params as Static<typeof DeviceParamsSchema>;
    const device = await devices.get(whoAsks(request).householdId, id);
    if (!device) throw problem('no-such-device', 'There is no such device.');
    return device;
  };
  const deviceThere = async (request: FastifyRequest): Promise<Device> => {
    const device = await deviceOf(request);
    if (!device.online) throw problem('device-offline', `${device.name} is not connected at the moment.`);
    return device;
  };

  app.get(
    '/api/devices',
    {
      schema: {
        tags,
        summary: 'All devices of the household',
        response: { 200: Type.Object({ devices: Type.Array(Type.Ref('Device')) }) },
      },
    },
    async (request) => ({ devices: await devices.list(whoAsks(request).householdId) }),
  );

  app.get(
    '/api/devices/:id',
    {
      schema: {
        tags,
        summary: 'One device',
        params: DeviceParamsSchema,
        response: { 200: Type.Ref('Device') },
      },
    },
    deviceOf,
  );

  app.put(
    '/api/devices/:id/settings',
    {
      schema: {
        tags,
        summary: 'Wishes for settings; they reach the device when it is there',
        params: DeviceParamsSchema,
        body: SettingsRequestSchema,
        response: { 200: Type.Object({ revision: Type.Number() }) },
      },
    },
    async (request) => {
      const { values } = request.body as Static<typeof SettingsRequestSchema>;
      return { revision: await wishes.wish((await deviceOf(request)).id, values) };
    },
  );

  app.post(
    '/api/devices/:id/commands',
    {
      schema: {
        tags,
        summary: 'Has a device do something, and waits for its reply, 10 s at most',
        params: DeviceParamsSchema,
        body: CommandRequestSchema,
        response: { 200: CommandReplySchema },
      },
    },
    async (request): Promise<CommandReply> =>
      operations.run((await deviceThere(request)).id, request.body as CommandRequest),
  );

  app.post(
    '/api/devices/:id/signal',
    {
      schema: {
        tags,
        summary: 'Signalling of a live session; what the device says comes by the stream',
        params: DeviceParamsSchema,
        body: SignalRequestSchema,
        response: { 202: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = await deviceThere(request);
      const { sessionId, householdId } = whoAsks(request);
      const call = { deviceId: id, signIn: sessionId, householdId };
      if (!(await calls.toDevice(call, request.body as SignalRequest)))
        throw problem('no-such-session', 'There is no such live session.');
      return reply.code(202).send();
    },
  );

  app.get(
    '/api/devices/:id/picture',
    {
      schema: {
        tags,
        summary: 'The newest picture known',
        params: DeviceParamsSchema,
        querystring: Type.Object({
          v: Type.Optional(Type.String({ maxLength: 20, description: 'The pictureMs of the device.' })),
        }),
        produces: ['image/jpeg'],
      },
    },
    async (request, reply) => {
      const device = await deviceOf(request);
      const jpeg = device.pictureMs === null ? null : await snapshots.read(device.id, null);
      if (!jpeg) throw problem('no-picture', 'There is no picture of this device yet.');
      const { v } = request.query as { v?: string };
      // A version names one picture for good; without it, it may be another the next time.
      const cache =
        v === String(device.pictureMs) ? 'private, max-age=86400, immutable' : 'private, no-cache';
      return reply.type('image/jpeg').header('cache-control', cache).send(jpeg);
    },
  );
}
