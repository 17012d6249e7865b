import type { Readable } from 'node:stream';
import type { Mailer, MailSettings } from '#core/mail/mailer.ts';
import { createSmtpTransport } from './smtp-transport.ts';
import { toMailError } from './to-mail-error.ts';

export function createSmtpMailer({ smtpUrl, from }: MailSettings, options: { connections: number }): Mailer {
  const transport = createSmtpTransport(smtpUrl, options);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);

  /** The text of a mail is read only once the server has said that it may come: so it is known what was on its way when an answer stays away. */
  const streams = new WeakMap<object, Readable>();
  transport.use('stream', (mail, next) => {
    const { message } = mail;
    const create = message.createReadStream.bind(message);
    message.createReadStream = (streamOptions) => {
      const stream = create(streamOptions);
      streams.set(mail.data.headers as object, stream);
      return stream;
    };
    next();
  });

  return {
    async send({ id, thread, to, subject, text, calendar, unsubscribe }) {
      const headers = {
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        // RFC 3834: nobody's absence is told to a machine.
        'Auto-Submitted': 'auto-generated',
      };
      try {
        await transport.sendMail({
          ...{ subject, text, headers },
          from,
          // As an object: what is in it is one address, whatever it looks like.
          to: { name: '', address: to },
          messageId: `<${id}@${domain}>`,
          references: `<${thread}@${domain}>`,
          ...(calendar && { icalEvent: { method: calendar.method, content: calendar.text, filename: 'invite.ics' } }),
        });
      } catch (error) {
        throw toMailError(error, streams.get(headers)?.readableDidRead === true);
      }
    },

    close: () => transport.close(),
  };
}
