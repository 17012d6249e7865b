/** Sends mail. What is in it was decided before. */
export interface Mailer {
  /** Resolves when the mail server has taken the mail. Throws MailError. */
  send(mail: Mail): Promise<void>;
  /** Lets go of the mail server. */
  close(): void;
}

export interface Mail {
  /** Names the mail, so that whoever gets it twice can tell: the same for every attempt at it. */
  id: string;
  /** The same for all mails about one thing: mail programs show them together. */
  thread: string;
  /** The reader's address. */
  to: string;
  /** One line. */
  subject: string;
  /** Plain text: lines end with `\n`. */
  text: string;
  /** Null where there is nothing for a calendar in it. */
  calendar: CalendarPart | null;
  /** Ends mail to this reader (RFC 8058): opened it asks, posted to it does it. */
  unsubscribe: string;
}

/** `text` is an iCalendar object of this method (RFC 5546). */
export interface CalendarPart {
  method: CalendarMethod;
  text: string;
}

export type CalendarMethod = 'REQUEST' | 'CANCEL';

/** What an installation sends mail with. */
export interface MailSettings {
  /** `smtps://` or `smtp://`, with user and password as a rule. */
  smtpUrl: string;
  from: { name: string; address: string };
}

export type MailErrorCode =
  /** The mail server asks us to come back later. */
  | 'busy'
  /** It cannot be reached, or does not let us send at all. Nothing was sent. */
  | 'unavailable'
  /** It will not take this mail, however often it is tried. */
  | 'refused'
  /** The mail was on its way, and no answer came: it may have been taken. */
  | 'unknown';

/** The message is a sentence for the log and for organisers: it names neither people nor addresses. */
export class MailError extends Error {
  readonly code: MailErrorCode;

  constructor(code: MailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MailError';
    this.code = code;
  }
}
