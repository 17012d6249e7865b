import { createTransport } from 'nodemailer';

/** Milliseconds, for each step: connecting, the greeting, every answer. */
const patience = 10_000;

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * A few connections to the mail server of the address. `smtps://` speaks TLS from the first byte; `smtp://` has to turn to it before anything else is
 * said, except to this machine, where it does not at all.
 */
export function createSmtpTransport(smtpUrl: string, { connections = 1 }: { connections?: number } = {}) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const here = loopback.includes(hostname);
  return createTransport({
    pool: true,
    maxConnections: connections,
    // Kept no longer than most servers keep them.
    ...{ idleTimeout: 30_000, maxRequeues: 0 },
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(secure ? {} : { requireTLS: !here, ignoreTLS: here }),
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience, dnsTimeout: patience },
    // Nothing in a mail is ever fetched from somewhere.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}
