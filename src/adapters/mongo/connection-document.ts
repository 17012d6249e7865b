import { Schema } from 'mongoose';
import type { CalendarConnection, GoogleAccount } from '#core/connections/google-account.ts';

export interface ConnectionDocument extends Omit<GoogleAccount, 'sub' | 'calendar' | 'connectedAt'> {
  /** Google's name for the account. */
  _id: string;
  connectedAt: Date;
  /** Absent, and so not in the index, where the account serves for signing in alone. */
  calendar?: Omit<CalendarConnection, 'since'> & { since: Date };
}

export const connectionSchema = new Schema<ConnectionDocument>(
  {
    _id: String,
    email: String,
    personId: String,
    connectedAt: Date,
    mailOff: Boolean,
    revision: Number,
    calendar: {
      type: new Schema(
        {
          sealedRefreshToken: String,
          scopes: [String],
          calendarId: String,
          state: String,
          since: Date,
          syncToken: String,
        },
        { _id: false, strict: 'throw' },
      ),
      required: false,
    },
  },
  { strict: 'throw', minimize: false, versionKey: false, collection: 'google-accounts' },
);
// Whose calendar an event goes into, and whose sign-in it is.
connectionSchema.index({ personId: 1 }, { name: 'of-person' });
// The calendars that are looked after, page by page.
connectionSchema.index(
  { _id: 1, 'calendar.state': 1 },
  { name: 'with-calendar', partialFilterExpression: { 'calendar.state': { $exists: true } } },
);

export function toDocument({ sub, calendar, connectedAt, ...account }: GoogleAccount): ConnectionDocument {
  return {
    _id: sub,
    ...account,
    connectedAt: new Date(connectedAt),
    ...(calendar && { calendar: { ...calendar, since: new Date(calendar.since) } }),
  };
}

export function toAccount({ _id, calendar, connectedAt, ...account }: ConnectionDocument): GoogleAccount {
  return {
    sub: _id,
    ...account,
    connectedAt: connectedAt.getTime(),
    calendar: calendar ? { ...calendar, since: calendar.since.getTime() } : null,
  };
}
