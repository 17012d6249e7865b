import type { Finding } from '#core/finding.ts';
import type { MailSettings } from '#core/mail/mailer.ts';
import { createSmtpTransport } from './smtp-transport.ts';
import { readFailure, type SmtpFailure } from './to-mail-error.ts';

/** Looks whether the mail server lets Confab in; sends nothing. Never throws for the server's sake. */
export async function checkMail({ smtpUrl, from }: MailSettings): Promise<Finding[]> {
  const name = 'Mail';
  const transport = createSmtpTransport(smtpUrl);
  const { host } = new URL(smtpUrl);
  try {
    await transport.verify();
    return [{ name, ok: true, detail: `${host} lets Confab in. Mail comes from ${from.address}.` }];
  } catch (error) {
    const [detail, mend] = wordsFor(readFailure(error));
    return [{ name, ok: false, detail: `${host} ${detail}.`, mend }];
  } finally {
    transport.close();
  }
}

function wordsFor({ code, answer, encryption }: SmtpFailure): [detail: string, mend: string] {
  if (code === 'EAUTH')
    return [
      `does not take the user and password (${answer ?? code})`,
      'Check both in SMTP_URL. Characters such as @ and / in them are written as %40 and %2F.',
    ];
  if (encryption)
    return [
      'and Confab could not agree on an encrypted connection',
      'Port 465 wants smtps://, 587 wants smtp://. The server needs a valid certificate for the name in SMTP_URL.',
    ];
  if (answer !== null) return [`does not let Confab in (${answer})`, 'Ask whoever runs the mail server why.'];
  return [
    `cannot be reached (${code})`,
    'Check the name and port in SMTP_URL, and that this machine may connect to it: many providers close port 25.',
  ];
}
