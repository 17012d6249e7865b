import type { Logger } from 'pino';
import type { Access } from '#core/access/access.ts';
import type { ChangeFeed } from '#core/changes/change-feed.ts';
import type { CalendarChannels } from '#core/connections/calendar-channels.ts';
import type { GoogleConnections } from '#core/connections/google-connections.ts';
import type { MailChoices } from '#core/mail/mail-choices.ts';
import type { QueryPorts } from '#core/queries/query-ports.ts';
import type { GoogleSignIn } from './auth/google-sign-in.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { RateLimits } from './rate-limits.ts';

/** What the API answers from. */
export interface ApiPorts extends QueryPorts {
  access: Access;
  /** Where people find us, without a slash at the end. Requests of pages from anywhere else change nothing. */
  publicUrl: string;
  /** Null where Google is not set up for signing in. */
  google: { signIn: GoogleSignIn; connections: GoogleConnections } | null;
  /** Absent where Google has nothing to tell. */
  channels?: Pick<CalendarChannels, 'notified'> | null;
  /** Absent where no mail is sent. */
  mail?: MailChoices | null;
  changes: Pick<ChangeFeed, 'publish'>;
  keptAnswers: KeptAnswers;
  log: Pick<Logger, 'error' | 'warn'>;
  /** Absent: those that people never meet. */
  limits?: RateLimits;
}
