/** Everything that goes in and out over HTTP. The OpenAPI document, the checks on the way in and the dashboard's types are made from these. */
import { z } from 'zod';
import { limits, statuses } from '#core/meetings/meeting.ts';

const id = z.string().min(1).max(80);
const instant = z.iso
  .datetime({ offset: true })
  .meta({ description: 'A moment, with its offset: 2026-12-03T17:00:00Z', example: '2026-12-03T17:00:00Z' });
const zone = z.string().min(1).max(64).meta({ description: 'IANA time zone', example: 'Europe/Lisbon' });
const minutes = z.int();

export const meetingId = id.meta({ description: 'The id of a session' });
export const personId = id.meta({ description: 'The id of a person' });
export const communityId = id.meta({ description: 'The id of a server or workspace' });
export const programId = id.meta({ description: 'The id of a programme' });

export const credentialId = z.string().min(1).max(128).meta({ description: 'The id in the list' });

/** Somebody as others in the same session or programme see them. */
export const otherPerson = z.strictObject({ id, name: z.string(), zone: zone.nullable() }).meta({ id: 'OtherPerson' });

export const meeting = z
  .strictObject({
    id,
    programId: id,
    status: z.enum(statuses),
    side: z.enum(['mentor', 'learner']).meta({ description: 'Which of the two you are' }),
    mentor: otherPerson,
    learner: otherPerson,
    subject: z.string(),
    description: z.string(),
    scheduledAt: instant,
    endsAt: instant,
    joinFrom: instant.meta({ description: 'From when on asking for the way in counts as having come' }),
    duration: minutes.meta({ description: 'Minutes' }),
    meetingLink: z.string().nullable(),
    expiresAt: instant.nullable().meta({ description: 'When the request ends unanswered' }),
    reason: z.string().meta({ description: "The mentor's words on declining" }),
    unreached: z.array(z.strictObject({ name: z.string(), platform: z.string() })),
    can: z
      .array(z.enum(['accept', 'decline', 'edit', 'reschedule', 'cancel', 'join']))
      .meta({ description: 'What you may do with it now' }),
    revision: z.int().meta({ description: 'Rises with every write; the ETag' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Meeting' });

export const meetingPage = z
  .strictObject({ meetings: z.array(meeting), next: z.string().nullable() })
  .meta({ id: 'MeetingPage' });

export const meetingFilter = z.strictObject({
  status: z.string().optional().meta({
    description: 'One or more statuses, separated by commas; all unless said',
    example: 'requested,scheduled',
  }),
  role: z.enum(['mentor', 'learner']).optional(),
  from: instant.optional().meta({ description: 'Only sessions that end after this' }),
  to: instant.optional().meta({ description: 'Only sessions that start before this' }),
  order: z.enum(['soonest-first', 'latest-first']).optional(),
  cursor: z.string().max(200).optional().meta({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

const subject = z.string().max(limits.subject * 4);
const description = z.string().max(limits.description * 4);

export const newMeeting = z
  .strictObject({
    mentorId: id,
    programId: id.optional().meta({ description: 'Needed only where the two share several programmes' }),
    scheduledAt: instant,
    duration: minutes.optional().meta({ description: "Minutes; the mentor's own length unless said" }),
    subject,
    description: description.optional(),
  })
  .meta({ id: 'NewMeeting' });

export const meetingChange = z
  .strictObject({ scheduledAt: instant.optional(), subject: subject.optional(), description: description.optional() })
  .meta({ id: 'MeetingChange' });

export const decline = z
  .strictObject({
    reason: z
      .string()
      .max(limits.reason * 4)
      .optional(),
  })
  .meta({ id: 'Decline' });

export const joined = z
  .strictObject({
    meeting,
    link: z.string().nullable(),
    joined: z.boolean().meta({ description: 'Whether it is marked that you came; not before `joinFrom`' }),
  })
  .meta({ id: 'Joined' });

/** One window a day and row: minutes after local midnight, 0 to 1,440; Monday is 0. */
export const hoursWindow = z
  .strictObject({ weekday: z.int().min(0).max(6), from: z.int().min(0).max(1_440), to: z.int().min(0).max(1_440) })
  .meta({ id: 'HoursWindow' });

const localDate = z.iso.date().meta({ description: 'A date where the mentor is', example: '2026-12-24' });

/** Dates on which other hours hold than every week. */
export const hoursException = z
  .strictObject({
    from: localDate,
    to: localDate.meta({ description: 'The last of the dates; `from` again for a single one' }),
    windows: z
      .array(z.strictObject({ from: z.int().min(0).max(1_440), to: z.int().min(0).max(1_440) }))
      .max(50)
      .meta({ description: 'Minutes after local midnight, in place of the weekly hours on each date; none: off' }),
  })
  .meta({ id: 'HoursException' });

const exceptions = z.array(hoursException).max(200);

export const mentorProfile = z
  .strictObject({
    topics: z.array(z.string().max(200)).max(50),
    hours: z.array(hoursWindow).max(200),
    exceptions,
    hoursZone: zone,
    duration: minutes,
    notice: minutes.meta({ description: 'Minutes before the start by which a session must be asked for' }),
    open: z.boolean(),
  })
  .meta({ id: 'MentorProfile' });

export const mentorProfileChange = mentorProfile
  .extend({
    exceptions: exceptions
      .optional()
      .meta({ description: 'Left out: those that are stored stay. What is over is dropped' }),
  })
  .meta({ id: 'MentorProfileChange' });

export const mentorOffer = z
  .strictObject({
    mentor: mentorProfile.nullable().meta({ description: 'Null until you have said what you offer' }),
    revision: z.int().meta({ description: 'Rises with every write; the ETag' }),
  })
  .meta({ id: 'MentorOffer' });

export const mentor = z
  .strictObject({
    id,
    name: z.string(),
    zone: zone.nullable(),
    topics: z.array(z.string()),
    duration: minutes,
    programIds: z.array(id),
    soonest: instant.nullable(),
  })
  .meta({ id: 'Mentor' });

export const mentorList = z.strictObject({ mentors: z.array(mentor) }).meta({ id: 'MentorList' });

export const mentorFilter = z.strictObject({
  q: z.string().max(200).optional().meta({ description: 'Words of a name or topic; everybody unless said' }),
});

export const slotFilter = z.strictObject({
  from: instant.optional(),
  to: instant.optional().meta({ description: 'At most 60 days after `from`; 30 unless said' }),
  duration: z.coerce.number().int().optional(),
  except: id.optional().meta({ description: 'A session of yours that is to move, and so is not in its own way' }),
});
export const slots = z.strictObject({ duration: minutes, slots: z.array(instant) }).meta({ id: 'Slots' });

export const me = z
  .strictObject({
    id,
    name: z.string(),
    zone: zone.nullable(),
    accounts: z.array(z.strictObject({ platform: z.enum(['discord', 'slack']), name: z.string() })),
    programs: z.array(z.strictObject({ id, name: z.string(), organizer: z.boolean(), mayMentor: z.boolean() })),
    mentor: mentorProfile.nullable(),
    mentorRevision: z.int().meta({ description: 'Rises with every write of `mentor`; its ETag' }),
    mail: z
      .strictObject({ address: z.string(), on: z.boolean() })
      .nullable()
      .meta({ description: 'Where you get mail; null where none is sent, or no address of yours is known' }),
    unread: z.int(),
    scope: z.enum(['read', 'write']),
  })
  .meta({ id: 'Me' });

export const meChange = z.strictObject({ zone }).meta({ id: 'MeChange' });
export const mailChange = z.strictObject({ on: z.boolean() }).meta({ id: 'MailChange' });

/** For a page, which writes moments by the clock and the zone of its reader. */
const words = z.array(z.union([z.string(), z.strictObject({ at: instant })]));

export const notification = z
  .strictObject({
    id,
    at: instant,
    text: z.string().meta({ description: 'With its moments written out, in your zone' }),
    words: words.meta({ description: 'The same in pieces, with its moments as such' }),
    meetingId: id,
    unread: z.boolean(),
  })
  .meta({ id: 'Notification' });
export const notifications = z
  .strictObject({ notifications: z.array(notification), unread: z.int() })
  .meta({ id: 'Notifications' });
export const notificationsRead = z.strictObject({ until: instant }).meta({ id: 'NotificationsRead' });

export const programSettings = z
  .strictObject({
    reminders: z.array(z.int()).max(20).meta({ description: 'Minutes before the start' }),
    mentors: z.enum(['anyone', 'named']),
  })
  .meta({ id: 'ProgramSettings' });
export const programChange = programSettings
  .extend({
    named: z.array(id).max(500).optional().meta({
      description: 'Who may offer sessions where only some may, out of `mentors`; whoever may now, unless said',
    }),
  })
  .meta({ id: 'ProgramChange' });

export const program = z
  .strictObject({
    id,
    name: z.string(),
    communities: z.array(
      z.strictObject({ id, platform: z.enum(['discord', 'slack']), name: z.string(), announces: z.boolean() }),
    ),
    settings: programSettings,
    mentors: z
      .array(
        z.strictObject({
          id,
          name: z.string(),
          offers: z.boolean().meta({ description: 'Has said what they help with' }),
          named: z.boolean().meta({ description: 'May offer sessions where only some may' }),
        }),
      )
      .meta({ description: 'Who offers sessions, and who was named' }),
    revision: z.int(),
  })
  .meta({ id: 'Program' });

const count = z.int();
/** How a programme goes, over its last 90 days. */
export const programOverview = z
  .strictObject({
    from: instant,
    to: instant,
    byStatus: z.record(z.enum(statuses), count),
    weeks: z.array(z.strictObject({ start: instant, requested: count, held: count })),
    mentors: z.array(
      z.strictObject({
        id,
        name: z.string(),
        open: z.boolean(),
        named: z.boolean(),
        requests: count,
        held: count,
        declined: count,
        expired: count,
        medianAnswerMinutes: z.number().nullable(),
      }),
    ),
    answers: z.strictObject({ medianMinutes: z.number().nullable(), within24h: z.number().nullable() }),
    failures: z.array(z.strictObject({ id: z.string(), at: instant, reason: z.string() })),
  })
  .meta({ id: 'ProgramOverview' });

export const token = z
  .strictObject({
    id,
    label: z.string(),
    scope: z.enum(['read', 'write']),
    createdAt: instant,
    usedAt: instant.nullable(),
    expiresAt: instant.nullable(),
  })
  .meta({ id: 'Token' });
export const tokenList = z.strictObject({ tokens: z.array(token) }).meta({ id: 'TokenList' });
export const newToken = z
  .strictObject({
    label: z.string().trim().min(1).max(60),
    scope: z.enum(['read', 'write']),
    days: z
      .int()
      .min(1)
      .max(366)
      .optional()
      .meta({ description: 'How long it works; until it is revoked unless said' }),
  })
  .meta({ id: 'NewToken' });
export const createdToken = z
  .strictObject({ token, secret: z.string().meta({ description: 'Shown this once' }) })
  .meta({ id: 'CreatedToken' });

export const feed = z
  .strictObject({
    address: z.string().nullable().meta({ description: 'Shown this once, when it is made' }),
    exists: z.boolean(),
    usedAt: instant.nullable(),
  })
  .meta({ id: 'Feed' });

export const signIn = z
  .strictObject({ code: z.string().min(1).max(200).meta({ description: 'What stands behind the # of the link' }) })
  .meta({ id: 'SignIn' });

/** How people can sign in here, besides by a link from chat. */
export const signInOptions = z
  .strictObject({
    google: z.boolean(),
    waiting: z
      .string()
      .nullable()
      .meta({ description: 'The Google account that is connected when somebody signs in from chat in this browser' }),
  })
  .meta({ id: 'SignInOptions' });

export const googleAccounts = z
  .strictObject({
    signIn: z.boolean().meta({ description: 'Whether people can sign in with Google here' }),
    calendars: z.boolean().meta({ description: 'Whether mentors can connect their calendars here' }),
    accounts: z.array(
      z.strictObject({
        id,
        email: z.string(),
        connectedAt: instant,
        calendar: z
          .strictObject({ state: z.enum(['ok', 'lost']), since: instant })
          .nullable()
          .meta({ description: '`lost`: Google lets us in no more, until it is connected again' }),
      }),
    ),
  })
  .meta({ id: 'GoogleAccounts' });
export const calendarDisconnected = z
  .strictObject({
    disconnected: z.int(),
    revokedAtGoogle: z.boolean().meta({ description: 'False: take Confab off the account at Google as well' }),
  })
  .meta({ id: 'CalendarDisconnected' });

/** RFC 9457. `type` is stable: programs may decide by it. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    words: words.optional().meta({ description: '`detail` in pieces, where there are moments in it' }),
    field: z.string().optional(),
    nextFree: z.array(instant).optional(),
    reference: z.string().optional(),
  })
  .meta({ id: 'Problem' });

export type WordsJson = z.output<typeof words>;
export type MeetingJson = z.output<typeof meeting>;
export type MeetingPageJson = z.output<typeof meetingPage>;
export type MeJson = z.output<typeof me>;
export type MentorJson = z.output<typeof mentor>;
export type MentorProfileJson = z.output<typeof mentorProfile>;
export type MentorOfferJson = z.output<typeof mentorOffer>;
export type HoursExceptionJson = z.output<typeof hoursException>;
export type NotificationsJson = z.output<typeof notifications>;
export type ProgramJson = z.output<typeof program>;
export type ProgramOverviewJson = z.output<typeof programOverview>;
export type GoogleAccountsJson = z.output<typeof googleAccounts>;
export type SignInOptionsJson = z.output<typeof signInOptions>;
export type SlotsJson = z.output<typeof slots>;
export type TokenJson = z.output<typeof token>;
export type CreatedTokenJson = z.output<typeof createdToken>;
export type FeedJson = z.output<typeof feed>;
export type ProblemJson = z.output<typeof problem>;
export type NewMeetingJson = z.input<typeof newMeeting>;
export type MeetingChangeJson = z.input<typeof meetingChange>;
