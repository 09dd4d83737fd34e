/** The HTTP door: Fastify with the console, the API and its description. */
import fastifyCookie from '@fastify/cookie';
import fastifySwagger from '@fastify/swagger';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import type { TSchema } from '@sinclair/typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { VERSION } from '#kit/programs.ts';
import type { Service } from '#kit/service.ts';
import { consoleFiles } from './console-files.ts';
import { COOKIE, installGuard, type GuardOptions } from './guard.ts';
import { toProblem } from './problem.ts';
import { clipRoutes, type ClipRoutesOptions } from './routes/clips.ts';
import { deviceClipRoutes, type DeviceClipRoutesOptions } from './routes/device-clips.ts';
import { albumRoutes, type AlbumRoutesOptions } from './routes/album.ts';
import { albumLinkRoutes } from './routes/album-links.ts';
import { deviceRoutes, type DeviceRoutesOptions } from './routes/devices.ts';
import { eventRoutes, type EventRoutesOptions } from './routes/events.ts';
import { shareRoutes, type ShareRoutesOptions } from './routes/share.ts';
import { packageRoutes, type PackageRoutesOptions } from './routes/packages.ts';
import { paymentRoutes, type PaymentRoutesOptions } from './routes/payments.ts';
import { serviceRoutes } from './routes/service.ts';
import { sessionRoutes, type SessionRoutesOptions } from './routes/session.ts';
import { AlbumItemSchema } from './album-schemas.ts';
import { OrderSchema } from './package-schemas.ts';
import { DeviceEventSchema, DeviceSchema, ProblemSchema, SessionSchema } from './schemas.ts';
import type { Health } from '../api.ts';

/** An offer (64 KiB) with its line ends escaped fits. */
const MAX_BODY_BYTES = 256 * 1024;
const MAX_CONNECTIONS = 2000;
/** A clip of 64 MB over a phone's upload of 1 Mbit/s takes nine minutes. */
const REQUEST_LIMIT_MS = 600_000;
/** Everything else is there in a moment, or is meant to hold us up. */
const SHORT_REQUEST_LIMIT_MS = 30_000;

export interface HttpOptions
  extends
    GuardOptions,
    SessionRoutesOptions,
    DeviceRoutesOptions,
    EventRoutesOptions,
    ClipRoutesOptions,
    DeviceClipRoutesOptions,
    AlbumRoutesOptions,
    ShareRoutesOptions,
    PackageRoutesOptions,
    PaymentRoutesOptions {
  host: string;
  /** 0 chooses a free one. */
  port: number;
  consoleFolder: string;
  health: () => Promise<Health>;
  log: Logger;
}

export class HttpServer implements Service {
  readonly name = 'http';
  readonly #options: HttpOptions;
  #app: FastifyInstance | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** @throws PupsentryError "port-taken", "port-forbidden" or "bad-host" */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    this.#app = await this.#build();
    try {
      await this.#app.listen({ host, port });
    } catch (cause) {
      throw friendly(cause as NodeJS.ErrnoException, host, port);
    }
    this.#app.server.maxConnections = MAX_CONNECTIONS;
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#app!.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  async #build(): Promise<FastifyInstance> {
    const options = this.#options;
    const app = Fastify({
      bodyLimit: MAX_BODY_BYTES,
      forceCloseConnections: true,
      requestTimeout: REQUEST_LIMIT_MS,
      http: { headersTimeout: SHORT_REQUEST_LIMIT_MS },
      return503OnClosing: false,
    });
    app.setValidatorCompiler(compileSchema);
    app.setErrorHandler((error, request, reply) => {
      const { status, body, unexpected } = toProblem(error);
      const about = { method: request.method, url: request.routeOptions.url, err: error };
      if (unexpected) options.log.error(about, 'a request failed');
      return reply.code(status).header('cache-control', 'no-store').send(body);
    });
    app.setNotFoundHandler((_request, reply) =>
      reply.code(404).send({ code: 'not-found', message: 'There is nothing at this address.' }),
    );
    for (const schema of [
      ProblemSchema,
      SessionSchema,
      DeviceSchema,
      DeviceEventSchema,
      AlbumItemSchema,
      OrderSchema,
    ])
      app.addSchema(schema);
    await app.register(fastifyCookie);
    limitBodies(app, options.clock);
    installGuard(app, options);
    await app.register(fastifySwagger, description);
    app.addHook('onRoute', (route) => {
      // Every route may answer with a Problem.
      if (route.schema?.response) Object.assign(route.schema.response, { default: { $ref: 'Problem#' } });
    });
    // Routes go into a child, so that they come after the hook of the description.
    await app.register((routes, _options, done) => {
      sessionRoutes(routes, options);
      deviceRoutes(routes, options);
      eventRoutes(routes, options);
      clipRoutes(routes, options);
      deviceClipRoutes(routes, options);
      albumLinkRoutes(routes, options);
      packageRoutes(routes, options);
      serviceRoutes(routes, options);
      done();
    });
    await app.register((routes) => albumRoutes(routes, options));
    await app.register((routes) => shareRoutes(routes, options));
    await app.register((routes, _options, done) => {
      paymentRoutes(routes, options);
      done();
    });
    await consoleFiles(app, options.consoleFolder);
    return app;
  }
}

/** Cuts the connection when a body that should be short is not there in time. */
function limitBodies(app: FastifyInstance, clock: Clock): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { method, routeOptions, raw } = request;
    if (method !== 'GET' && method !== 'HEAD' && !routeOptions.config.longBody) {
      const limit = clock.after(SHORT_REQUEST_LIMIT_MS, () => raw.complete || raw.destroy());
      reply.raw.on('close', () => limit.cancel());
    }
    done();
  });
}

const description = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Pupsentry cloud stub',
      version: VERSION,
      description: 'Changes need the header `X-Requested-With: pupsentry`.',
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey' as const, in: 'cookie' as const, name: COOKIE },
      },
    },
    security: [{ session: [] }],
  },
  refResolver: { buildLocalReference: (json: { $id?: unknown }) => String(json.$id) },
};

/** Checks by TypeBox; texts of a query become the numbers they mean, bodies must be right as they are. */
function compileSchema({ schema, httpPart }: { schema: unknown; httpPart?: string }) {
  const checked = TypeCompiler.Compile(schema as TSchema);
  return (data: unknown) => {
    const converted = httpPart === 'querystring' ? Value.Convert(schema as TSchema, data) : data;
    const value = Value.Default(schema as TSchema, converted);
    const first = checked.Errors(value).First();
    if (!first) return { value };
    const path = first.path.slice(1).replaceAll('/', '.') || httpPart || 'request';
    return { error: new Error(`${path}: ${first.message.toLowerCase()}.`) };
  };
}

function friendly(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const options = { cause };
  if (cause.code === 'EADDRINUSE') {
    const remedy = `Stop that one, or choose another with --port ${port + 1}.`;
    return new PupsentryError('port-taken', `Port ${port} is taken by another program.`, remedy, options);
  }
  if (cause.code === 'EACCES') {
    const remedy = 'Choose one from 1024 on with --port.';
    return new PupsentryError('port-forbidden', `Port ${port} needs root.`, remedy, options);
  }
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND') {
    const remedy = 'Use 127.0.0.1 for this machine alone, 0.0.0.0 for the whole network.';
    return new PupsentryError('bad-host', `${host} is no address of this machine.`, remedy, options);
  }
  return cause;
}
