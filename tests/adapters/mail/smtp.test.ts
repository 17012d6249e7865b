import { afterEach, describe, expect, it } from 'vitest';
import { MailError, type MailErrorCode, type Mailer } from '#core/mail/mailer.ts';
import { checkMail } from '../../../src/adapters/mail/check-mail.ts';
import { createSmtpMailer } from '../../../src/adapters/mail/smtp-mailer.ts';
import { createSmtpTransport } from '../../../src/adapters/mail/smtp-transport.ts';
import { createMailServer, type MailServer } from '../../fakes/mail-server.ts';

const from = { name: 'Confab', address: 'confab@example.org' };
const mail = {
  ...{ id: 'a1', thread: 'b2', to: 'leo@gmail.com', subject: 'Booked', text: 'Hello.\n', calendar: null },
  unsubscribe: 'https://confab.example/stop',
};

let server: MailServer;
let mailer: Mailer | null = null;
afterEach(async () => {
  mailer?.close();
  mailer = null;
  await server.stop();
});

async function aServer(options: Parameters<typeof createMailServer>[0] = {}): Promise<MailServer> {
  server = createMailServer(options);
  await server.start();
  return server;
}

function sends(smtpUrl = server.url): Promise<void> {
  mailer = createSmtpMailer({ smtpUrl, from }, { connections: 1 });
  return mailer.send(mail);
}

/** What went wrong, by its code. */
async function failureOf(sending: Promise<void>): Promise<MailErrorCode | null> {
  const error = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return null;
  expect(error).toBeInstanceOf(MailError);
  // Servers like to repeat whom they refuse.
  expect(`${(error as MailError).message} ${(error as MailError).cause}`).not.toMatch(/gmail|welcome|p@ss/);
  return (error as MailError).code;
}

describe('a mail', () => {
  it('goes out with user and password from the address', async () => {
    await aServer({ password: true });
    await sends();
    expect(server.delivered).toMatchObject([{ from: 'confab@example.org', to: ['leo@gmail.com'] }]);
  });

  it.each([
    ['recipient', 550, 'refused'],
    ['recipient', 450, 'busy'],
    ['mail', 554, 'refused'],
    ['mail', 452, 'busy'],
    ['mail', 'hang-up', 'unknown'],
  ] as const)('answered to its %s with %s is %s', async (stage, answer, code) => {
    await aServer();
    server.trouble = (seen) => (seen === stage ? answer : null);
    expect(await failureOf(sends())).toBe(code);
    server.trouble = () => null;
    // The next one is none the worse for it.
    expect(await failureOf(mailer!.send(mail))).toBeNull();
  });

  it('has certainly not been sent where nobody is there, or nobody is let in', async () => {
    await aServer({ password: true });
    expect(await failureOf(sends(server.url.replace('p%40ss', 'wrong')))).toBe('unavailable');
    mailer?.close();
    await server.stop();
    expect(await failureOf(sends())).toBe('unavailable');
  });

  it('goes out once more where the connection was closed while nothing was sent', async () => {
    await aServer();
    await sends();
    await server.stop();
    await server.start();
    expect(await failureOf(mailer!.send(mail))).toBeNull();
    expect(server.delivered).toHaveLength(2);
  });
});

describe('encryption', () => {
  it('is asked for everywhere but on this machine', async () => {
    await aServer();
    const optionsOf = (url: string) => {
      const transport = createSmtpTransport(url);
      transport.close();
      return transport.options;
    };
    expect(optionsOf('smtp://smtp.example.org')).toMatchObject({ secure: false, requireTLS: true, port: 587 });
    expect(optionsOf('smtp://smtp.example.org').ignoreTLS).not.toBe(true);
    expect(optionsOf('smtps://smtp.example.org')).toMatchObject({ secure: true, port: 465 });
    expect(optionsOf('smtp://[::1]:2525')).toMatchObject({ host: '::1', requireTLS: false, ignoreTLS: true });
  });

  it('with a certificate that nobody vouches for is none', async () => {
    await aServer({ secure: true });
    expect(await failureOf(sends())).toBe('unavailable');
    expect(server.seen).toEqual([]);
  });
});

describe('doctor', () => {
  const look = (smtpUrl = server.url) => checkMail({ smtpUrl, from });

  it('is content where the mail server lets Confab in, and sends nothing', async () => {
    await aServer({ password: true });
    expect(await look()).toEqual([
      {
        name: 'Mail',
        ok: true,
        detail: `127.0.0.1:${server.port} lets Confab in. Mail comes from confab@example.org.`,
      },
    ]);
    expect(server.seen).toEqual([]);
  });

  it('says what to mend otherwise, and never the password', async () => {
    await aServer({ password: true });
    const wrong = await look(server.url.replace('p%40ss', 'wrong'));
    const noTls = await look(server.url.replace('smtp:', 'smtps:'));
    await server.stop();
    const away = await look();
    const seen = [wrong, noTls, away].flat();
    expect(seen.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(seen.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('does not take the user and password (535)'),
      expect.stringContaining('could not agree on an encrypted connection'),
      expect.stringContaining('cannot be reached'),
    ]);
    expect(JSON.stringify(seen)).not.toMatch(/p@ss|p%40ss|wrong/);
  });
});
