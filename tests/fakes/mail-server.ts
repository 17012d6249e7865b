import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Delivered {
  from: string;
  to: string[];
  raw: string;
}

export interface MailServer {
  /** Whatever was taken. */
  readonly delivered: Delivered[];
  /** Whatever came in whole, also where no answer was given. */
  readonly seen: Delivered[];
  port: number;
  url: string;
  /** An answer in place of yes: to whom, or to the mail itself. `hang-up` ends the connection behind the mail, without an answer. */
  trouble: (stage: 'recipient' | 'mail', to: string) => number | 'hang-up' | null;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const mailUser = { user: 'confab@example.org', pass: 'p@ss/word' };

/** A mail server on this machine, which keeps what it is given. */
export function createMailServer(options: { password?: boolean; secure?: boolean } = {}): MailServer {
  const login = options.password ? `${encodeURIComponent(mailUser.user)}:${encodeURIComponent(mailUser.pass)}@` : '';
  let server: SMTPServer | null = null;
  const fake: MailServer = {
    ...{ delivered: [], seen: [], port: 0, url: '' },
    trouble: () => null,
    async start() {
      const started = new SMTPServer({
        ...{ secure: options.secure ?? false, authOptional: !options.password, logger: false, closeTimeout: 100 },
        // Only to this machine is anything sent in the clear.
        ...{ disableReverseLookup: true, allowInsecureAuth: true },
        onAuth(auth, _session, done) {
          const right = auth.username === mailUser.user && auth.password === mailUser.pass;
          done(right ? null : new Error('Wrong'), right ? { user: mailUser.user } : undefined);
        },
        onRcptTo({ address }, _session, done) {
          const code = fake.trouble('recipient', address);
          done(typeof code === 'number' ? failure(code, `<${address}> is not welcome`) : null);
        },
        onData(stream, { envelope }, done) {
          const pieces: Buffer[] = [];
          stream.on('data', (piece: Buffer) => pieces.push(piece));
          stream.on('end', () => {
            const to = envelope.rcptTo.map(({ address }) => address);
            const from = envelope.mailFrom ? envelope.mailFrom.address : '';
            const mail = { from, to, raw: Buffer.concat(pieces).toString('utf8') };
            fake.seen.push(mail);
            const code = fake.trouble('mail', to[0] ?? '');
            if (code === 'hang-up') {
              for (const connection of started.connections) (connection as unknown as Client)._socket.destroy();
            } else if (code !== null) done(failure(code, 'This is not welcome'));
            else {
              fake.delivered.push(mail);
              done();
            }
          });
        },
      });
      started.on('error', () => {});
      await new Promise<void>((resolve) => started.listen(fake.port, '127.0.0.1', resolve));
      fake.port = (started.server.address() as AddressInfo).port;
      fake.url = `${options.secure ? 'smtps' : 'smtp'}://${login}127.0.0.1:${fake.port}`;
      server = started;
    },
    async stop() {
      const stopping = server;
      server = null;
      if (stopping) await new Promise<void>((resolve) => stopping.close(() => resolve()));
    },
  };
  return fake;
}

interface Client {
  _socket: { destroy(): void };
}

function failure(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
