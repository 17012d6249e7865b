import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Router } from 'express';
import { StartProblem } from '#core/start-problem.ts';
import type { ApiPorts } from './api-ports.ts';
import { createApiRouter } from './router.ts';
import { securityHeaders } from './security-headers.ts';
import { createStaticSite } from './static-site.ts';

export interface HttpServer {
  /** Node's own, for whoever holds connections open on it. Add listeners before `start`. */
  readonly server: Server;
  /** The port that is really used, which matters when 0 was asked for. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  host: string;
  port: number;
  /** Slack's own routes, when it speaks HTTP. They verify the raw body, so they come before any body parser. */
  slack: Router | null;
  /** Null where there is no dashboard, and so nobody to sign in. */
  api: ApiPorts | null;
  /** The folder of the built dashboard; null where there is none. */
  staticRoot: string | null;
  /** What has to be true before people can be served; the names of what is not yet. */
  notReady(): string[];
}

/** Health for whoever watches the process, Slack's door, the API, and the dashboard. */
export function createHttpServer(options: ServerOptions): HttpServer {
  const { api } = options;
  const secure = api !== null && new URL(api.publicUrl).protocol === 'https:';
  const app = express();
  app.disable('x-powered-by');
  // We speak plain HTTP: where people come by https, exactly one proxy of the operator stands before us and says who is asking.
  app.set('trust proxy', secure ? 1 : false);
  app.use(securityHeaders(secure));
  if (options.slack) app.use(options.slack);
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  app.get('/readyz', (_request, response) => {
    const waitingFor = options.notReady();
    response.status(waitingFor.length === 0 ? 200 : 503).json({ ok: waitingFor.length === 0, waitingFor });
  });
  if (api) {
    // Pages count down by this, and so by the clock that decides, whatever theirs says.
    app.use((_request, response, next) => {
      response.set('date', new Date(api.clock.now()).toUTCString());
      next();
    });
    app.use(createApiRouter(api));
    if (options.staticRoot !== null) app.use(createStaticSite(options.staticRoot));
  }
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing here. Confab lives in Discord and Slack.' });
  });
  app.use(lastResort(options));
  const server = createServer(app);

  return {
    server,
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          const why =
            error.code === 'EADDRINUSE'
              ? 'is already in use: set PORT to another, or stop what runs there'
              : `cannot be used (${error.code})`;
          reject(new StartProblem(`Port ${options.port} on ${options.host} ${why}.`, { cause: error }));
        });
        server.listen(options.port, options.host, () => resolve((server.address() as AddressInfo).port));
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** Errors outside the API: in the words of nobody's library, and with nothing of ours in them. */
function lastResort({ api }: ServerOptions): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const status = error instanceof Error && 'status' in error && error.status === 400 ? 400 : 500;
    if (status === 500) api?.log.error({ err: error }, 'a page failed');
    if (response.headersSent) return void response.destroy();
    response.status(status).json({ error: status === 400 ? 'This address cannot be read.' : 'Something went wrong.' });
  };
}
