import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import helmet from 'helmet';
import { StartProblem } from '#core/start-problem.ts';

export interface HttpServer {
  /** The port that is really used, which matters when 0 was asked for. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  host: string;
  port: number;
  /** Slack's own routes, when it speaks HTTP. They verify the raw body, so they come before any body parser. */
  slack: Router | null;
  /** What has to be true before people can be served; the names of what is not yet. */
  notReady(): string[];
}

/** Health for whoever watches the process, and Slack's door. */
export function createHttpServer(options: ServerOptions): HttpServer {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  if (options.slack) app.use(options.slack);
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  app.get('/readyz', (_request, response) => {
    const waitingFor = options.notReady();
    response.status(waitingFor.length === 0 ? 200 : 503).json({ ok: waitingFor.length === 0, waitingFor });
  });
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing here. Confab lives in Discord and Slack.' });
  });
  const server = createServer(app);

  return {
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
