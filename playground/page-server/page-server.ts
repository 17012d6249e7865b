import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import type { Action, Seen } from '../page/contract.ts';
import { actionSchema } from './action-schema.ts';
import type { House } from './house.ts';
import { isSameOrigin } from './is-same-origin.ts';
import { meetPage, meetStyle } from './meet-page.ts';
import { snapshotOf } from './snapshot.ts';
import type { Streams } from './stream.ts';

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

export interface PageServerOptions {
  /** The one that people are in at this moment. */
  house(): House;
  streams: Streams;
  act(action: Action): Promise<Seen>;
  /** The folder of the built page. */
  root: string;
  /** 0 takes any free port. */
  port: number;
}

/** The playground's page and what it asks for, on this machine only. */
export async function createPageServer(options: PageServerOptions): Promise<PageServer> {
  const { port: wanted, streams } = options;
  const app = express();
  const server = createServer(app);
  await listen(server, wanted);
  const { port } = server.address() as AddressInfo;
  addRoutes(app, port, options);
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      streams.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken. Name another: --port 0`) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}

function addRoutes(app: Express, port: number, { house, streams, act, root }: PageServerOptions): void {
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    if (isSameOrigin(request, port)) next();
    else response.status(403).type('text').send('The playground answers its own page only.');
  });
  app.use(securityHeaders());

  app.get('/api/stage', (request, response) => {
    const id = (name: string) => (typeof request.query[name] === 'string' ? request.query[name] : null);
    const viewers = { discord: id('discord'), slack: id('slack') };
    streams.add(response, () => snapshotOf(house(), viewers));
  });
  app.post('/api/act', express.json({ limit: '200kb' }), async (request, response) => {
    const asked = actionSchema.safeParse(request.body);
    if (asked.success) response.json(await act(asked.data));
    else
      response.status(400).json({ ok: false, notice: `The page asked for something unknown: ${words(asked.error)}` });
  });
  app.get('/meet.css', (_request, response) => {
    response.type('css').send(meetStyle);
  });
  app.get('/meet/:code', async (request, response) => {
    const { who } = request.query;
    response
      .type('html')
      .send(await meetPage(house().stage.google, request.params.code, typeof who === 'string' ? who : ''));
  });
  app.get('/', (_request, response, next) => {
    response.sendFile(join(root, 'index.html'), { cacheControl: false }, (error) => {
      if (error) next(new Error('The page is not built.'));
    });
  });
  app.use('/assets', express.static(join(root, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  app.use(express.static(root, { index: false }));
  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing here.');
  });
  app.use(lastResort);
}

/** As strict as the dashboard's: nothing from elsewhere, nothing inline. */
function securityHeaders() {
  const self = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: [...self, 'data:'],
        fontSrc: self,
        connectSrc: self,
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
}

function words(error: z.ZodError): string {
  return z.prettifyError(error).replaceAll(/\s+/g, ' ');
}

const lastResort: ErrorRequestHandler = (error: Error & { status?: number }, _request, response, _next) => {
  if (response.headersSent) response.destroy();
  else response.status(error.status ?? 500).json({ ok: false, notice: error.message } satisfies Seen);
};
