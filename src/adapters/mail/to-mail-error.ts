import { MailError } from '#core/mail/mailer.ts';

/** What nodemailer says of a failure, as far as it is used here. */
export interface SmtpFailure {
  code: string;
  /** The server's answer; null where it gave none. */
  answer: number | null;
  /** The command it was given to: "RCPT TO", "AUTH PLAIN", "DATA", "CONN". */
  command: string;
  /** Whether it was about encryption: some of that comes as the failure of a socket, told apart by its words alone. */
  encryption: boolean;
}

export function readFailure(error: unknown): SmtpFailure {
  const { code, responseCode, command, message } = (error ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : 'no code',
    answer: typeof responseCode === 'number' ? responseCode : null,
    command: typeof command === 'string' ? command : '',
    encryption: code === 'ETLS' || (code === 'ESOCKET' && /certificate|\bSSL\b|\bTLS\b/i.test(String(message))),
  };
}

/**
 * What a failure means for the mail. The server's own words are left out: they repeat addresses. `begun`: whether the mail itself was on its way, so
 * that silence may mean yes.
 */
export function toMailError(error: unknown, begun: boolean): MailError {
  const { code, answer, command } = readFailure(error);
  const options = { cause: `${code} ${command}`.trim() };
  if (answer !== null) {
    // 421: it closes the connection, for reasons that have nothing to do with the mail.
    if (answer < 500) return new MailError('busy', `the mail server asks to wait (${answer})`, options);
    if (command === 'RCPT TO')
      return new MailError('refused', `the mail server does not take mail to this address (${answer})`, options);
    if (command === 'DATA') return new MailError('refused', `the mail server refused the mail (${answer})`, options);
    return new MailError('unavailable', `the mail server does not let us send (${answer} to ${command})`, options);
  }
  if (begun) return new MailError('unknown', `the mail server did not say whether it took the mail (${code})`, options);
  return new MailError('unavailable', `the mail server cannot be reached (${code})`, options);
}
