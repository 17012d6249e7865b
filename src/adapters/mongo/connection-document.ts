import { Schema } from 'mongoose';
import type { CalendarChannel, CalendarConnection, GoogleAccount } from '#core/connections/google-account.ts';

export interface ConnectionDocument extends Omit<GoogleAccount, 'sub' | 'calendar' | 'connectedAt'> {
  /** Google's name for the account. */
  _id: string;
  connectedAt: Date;
  /** Absent, and so not in the index, where the account serves for signing in alone. */
  calendar?: Omit<CalendarConnection, 'since' | 'lookAt' | 'channel'> & {
    since: Date;
    /** Absent where it was lent before there was such a thing. */
    lookAt?: Date;
    channel?: Omit<CalendarChannel, 'expiresAt'> & { expiresAt: Date };
  };
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
          lookAt: Date,
          channel: {
            type: new Schema(
              { id: String, resourceId: String, tokenHash: String, address: String, expiresAt: Date },
              { _id: false, strict: 'throw', id: false },
            ),
            required: false,
          },
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
// Those to look into. A calendar that is lost is in it and left out by the query: there are few.
connectionSchema.index(
  { 'calendar.lookAt': 1 },
  { name: 'due', partialFilterExpression: { 'calendar.state': { $exists: true } } },
);
// Whose notification it is.
connectionSchema.index(
  { 'calendar.channel.id': 1 },
  { name: 'of-channel', partialFilterExpression: { 'calendar.channel.id': { $exists: true } } },
);

export function toDocument({ sub, calendar, connectedAt, ...account }: GoogleAccount): ConnectionDocument {
  return {
    _id: sub,
    ...account,
    connectedAt: new Date(connectedAt),
    ...(calendar && { calendar: calendarDocument(calendar) }),
  };
}

function calendarDocument(calendar: CalendarConnection): NonNullable<ConnectionDocument['calendar']> {
  const { since, lookAt, channel, ...rest } = calendar;
  return {
    ...rest,
    since: new Date(since),
    lookAt: new Date(lookAt),
    ...(channel && { channel: { ...channel, expiresAt: new Date(channel.expiresAt) } }),
  };
}

export function toAccount({ _id, calendar, connectedAt, ...account }: ConnectionDocument): GoogleAccount {
  return {
    sub: _id,
    ...account,
    connectedAt: connectedAt.getTime(),
    calendar: calendar ? toCalendar(calendar) : null,
  };
}

function toCalendar(calendar: NonNullable<ConnectionDocument['calendar']>): CalendarConnection {
  const { since, lookAt, channel, ...rest } = calendar;
  return {
    ...rest,
    since: since.getTime(),
    lookAt: lookAt?.getTime() ?? 0,
    channel: channel ? { ...channel, expiresAt: channel.expiresAt.getTime() } : null,
  };
}
