/**
 * Stands where the API is: it serves the built pages under the policy they must live with, and answers as the schemas say. It decides next to
 * nothing; what it was asked is kept for the tests to look at.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Request, type Response } from 'express';
import helmet from 'helmet';
import { Server } from 'socket.io';
import type { z } from 'zod';
import { joinFrom } from '#core/meetings/join.ts';
import { mayDo } from '#core/meetings/may-do.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import { type ProblemKind, problemKinds, problemType } from '../../src/api/problem-kinds.ts';
import * as schemas from '../../src/api/schemas.ts';
import { type FakePerson, iso, meetings, mentorOf, overview, people, type StoredMeeting, start } from './fake-data.ts';
import { heldToOperations } from './held-to-operations.ts';

export interface Asked {
  who: string;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface FakeApi {
  url: string;
  asked: Asked[];
  meetings: Map<string, StoredMeeting>;
  people: Map<string, FakePerson>;
  /** The time by its clock. */
  now(): number;
  /** Changes a session as if in chat, and tells the pages of its two people. */
  change(id: string, to: Partial<StoredMeeting>, news?: string): void;
  /** The next request to this path is answered with this problem. */
  refuse(path: string, problem: Refusal): void;
  /** Cuts the live connections, and lets none in until they are allowed again. */
  cutOff(cut: boolean): void;
  /** Fails when anything was asked or answered that the real API would not take or say. */
  stop(): Promise<void>;
}

type Refusal = { kind: ProblemKind } & Partial<z.input<typeof schemas.problem>>;

type Code = 'sam' | 'maya' | 'noor';

/** What the rules ask about. */
function asInCore({ status, scheduledAt, expiresAt, duration }: StoredMeeting): Meeting {
  const until = expiresAt === null ? null : Date.parse(expiresAt);
  return { status, duration, scheduledAt: Date.parse(scheduledAt), expiresAt: until } as Meeting;
}

export async function startFakeApi(pages: string): Promise<FakeApi> {
  const began = Date.now();
  const now = (): number => start + Date.now() - began;
  const persons = new Map(people().map((person) => [person.id, person]));
  const stored = new Map(meetings().map((meeting) => [meeting.id, meeting]));
  const notices: (Pick<z.input<typeof schemas.notification>, 'id' | 'at' | 'words' | 'meetingId' | 'unread'> & {
    to: string;
  })[] = [
    {
      id: 'n1',
      at: iso(start - 40 * 60_000),
      words: ['Maya Okafor accepted. Your session is booked.'],
      meetingId: 'm2',
      to: 'sam',
      unread: true,
    },
    {
      id: 'n2',
      at: iso(start - 20 * 60_000),
      words: ['Your session with Maya Okafor starts in 30 minutes.'],
      meetingId: 'm1',
      to: 'sam',
      unread: true,
    },
    {
      id: 'n3',
      at: iso(start - 9 * 86_400_000),
      words: ['Maya Okafor cannot take the session you asked for on ', { at: iso(start + 24 * 3_600_000) }, '.'],
      meetingId: 'm6',
      to: 'sam',
      unread: false,
    },
    {
      id: 'n4',
      at: iso(start - 30 * 60_000),
      words: ['Sam Rivera asks you for a session.'],
      meetingId: 'm3',
      to: 'maya',
      unread: true,
    },
  ];
  const tokens: z.input<typeof schemas.token>[] = [
    {
      id: 't1',
      label: 'Notes in my editor',
      scope: 'read',
      createdAt: iso(start - 9e8),
      usedAt: iso(start - 7_200_000),
      expiresAt: null,
    },
  ];
  let feed = { exists: false, usedAt: null as string | null };
  let program = {
    id: 'p1',
    name: 'Women in Code Lisbon',
    communities: [
      { id: 'discord:1', platform: 'discord' as const, name: 'Women in Code', announces: true },
      { id: 'slack:T1', platform: 'slack' as const, name: 'wic-lisbon', announces: false },
    ],
    settings: { reminders: [1_440, 10], mentors: 'anyone' as 'anyone' | 'named' },
    mentors: [
      { id: 'maya', name: 'Maya Okafor', offers: true, named: true },
      { id: 'tomas', name: 'Tomás', offers: true, named: false },
      { id: 'ines', name: 'Inês', offers: false, named: true },
    ],
    revision: 4,
  };
  const refusals = new Map<string, Refusal>();
  const drifts: string[] = [];
  const asked: Asked[] = [];
  let cut = false;
  let count = 0;

  const personOf = (header: string | undefined): FakePerson | undefined =>
    persons.get(/confab_session=(\w+)/.exec(header ?? '')?.[1] ?? '');

  const shown = (meeting: StoredMeeting, me: FakePerson): z.output<typeof schemas.meeting> => {
    const { mentorId, learnerId, ...rest } = meeting;
    const side = mentorId === me.id ? 'mentor' : 'learner';
    const other = (id: string) => ({ id, name: persons.get(id)?.name ?? id, zone: persons.get(id)?.zone ?? null });
    const known = asInCore(meeting);
    const can = mayDo(known, side, now());
    const opens = iso(joinFrom(known));
    return { ...rest, side, mentor: other(mentorId), learner: other(learnerId), can, joinFrom: opens };
  };
  const problem = (response: Response, kind: ProblemKind, detail: string, more = {}): void => {
    const { status, title } = problemKinds[kind];
    const body = { type: problemType(kind), title, status, detail, ...more };
    response.status(status).type('application/problem+json').send(JSON.stringify(body));
  };

  const app = express();
  // Answers have the tags that are put on them, and no others.
  app.set('etag', false);
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
    }),
  );
  app.use('/assets', express.static(join(pages, 'assets'), { immutable: true, maxAge: '1y' }));

  const api = express.Router();
  api.use(express.json(), heldToOperations(drifts));
  api.use((request, response, next) => {
    response.set({ date: new Date(now()).toUTCString(), 'cache-control': 'no-store' });
    const path = request.originalUrl.split('?')[0] ?? '';
    const { method, headers, body } = request;
    asked.push({ who: personOf(headers.cookie)?.id ?? '', method, path, headers, body });
    const refusal = refusals.get(path);
    if (!refusal) {
      next();
      return;
    }
    refusals.delete(path);
    const { kind, ...more } = refusal;
    problem(response, kind, 'No.', more);
  });
  api.get('/auth/options', (_request, response) => void response.json({ google: true, waiting: null }));
  api.post('/auth/link', (request, response) => {
    const code = (request.body as { code: Code }).code;
    if (!persons.has(code))
      return problem(response, 'link-unknown', 'This link has been used, or is more than ten minutes old.');
    response.cookie('confab_session', code, { httpOnly: true, sameSite: 'lax' }).status(204).end();
  });
  api.post('/auth/sign-out', (_request, response) => void response.clearCookie('confab_session').status(204).end());

  const at = (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    answer: (me: FakePerson, request: Request, response: Response) => void,
  ): void => {
    api[method](path, (request, response) => {
      const me = personOf(request.headers.cookie);
      if (me) answer(me, request, response);
      else problem(response, 'signed-out', 'Please sign in.');
    });
  };
  const mine = (me: FakePerson): StoredMeeting[] =>
    [...stored.values()].filter(({ mentorId, learnerId }) => mentorId === me.id || learnerId === me.id);
  const tell = (meeting: StoredMeeting): void => {
    for (const id of [meeting.mentorId, meeting.learnerId])
      live.to(id).emit('changed', { about: 'meeting', id: meeting.id });
  };
  const change: FakeApi['change'] = (id, to, news) => {
    const before = stored.get(id);
    if (!before) throw new Error(`There is no session ${id}.`);
    const after = { ...before, ...to, revision: before.revision + 1 };
    after.endsAt = iso(Date.parse(after.scheduledAt) + after.duration * 60_000);
    stored.set(id, after);
    if (news) {
      count += 1;
      notices.push({
        id: `x${count}`,
        at: iso(now()),
        words: [news],
        meetingId: id,
        to: after.learnerId,
        unread: true,
      });
    }
    tell(after);
  };
  const sendMeeting = (response: Response, meeting: StoredMeeting, me: FakePerson): void =>
    void response.set('etag', `"${meeting.revision}"`).json(shown(meeting, me));
  const withMeeting =
    (answer: (meeting: StoredMeeting, me: FakePerson, request: Request, response: Response) => void) =>
    (me: FakePerson, request: Request, response: Response): void => {
      const meeting = mine(me).find(({ id }) => id === request.params.id);
      if (meeting) answer(meeting, me, request, response);
      else problem(response, 'not-found', 'This session is not among yours.');
    };
  const become = (status: StoredMeeting['status'], may: StoredMeeting['status'][]) =>
    withMeeting((meeting, me, request, response) => {
      if (!may.includes(meeting.status)) return problem(response, 'wrong-status', 'This session was answered before.');
      const reason = (request.body as { reason?: string } | undefined)?.reason ?? '';
      change(meeting.id, { status, reason, expiresAt: null });
      sendMeeting(response, stored.get(meeting.id)!, me);
    });

  let mailOn = true;
  const meOf = (me: FakePerson) => {
    const { id, name, zone, mentor, mentorRevision } = me;
    const unread = notices.filter((notice) => notice.to === id && notice.unread).length;
    const accounts = [{ platform: 'discord', name: `${id}_` }, ...(me.organizes ? [{ platform: 'slack', name }] : [])];
    const programs = [{ id: 'p1', name: program.name, organizer: me.organizes, mayMentor: true }];
    const mail = me.organizes ? { address: 'maya@example.org', on: mailOn } : null;
    return {
      ...{ id, name, zone, mentor, mentorRevision, accounts, programs, mail, unread },
      scope: 'write',
    };
  };
  at('get', '/me', (me, _request, response) => void response.json(meOf(me)));
  at('put', '/me/mail', (me, request, response) => {
    mailOn = schemas.mailChange.parse(request.body).on;
    response.json(meOf(me));
  });
  at('put', '/me', (me, request, response) => {
    me.zone = schemas.meChange.parse(request.body).zone;
    response.json(meOf(me));
  });
  const sendOffer = (response: Response, { mentor, mentorRevision: revision }: FakePerson): void =>
    void response.set('etag', `"${revision}"`).json({ mentor, revision });
  at('get', '/me/mentor', (me, _request, response) => sendOffer(response, me));
  at('put', '/me/mentor', (me, request, response) => {
    if (request.headers['if-match'] !== `"${me.mentorRevision}"`)
      return problem(response, 'changed', 'What you offer was changed meanwhile. Nothing of yours was saved.');
    me.mentor = schemas.mentorProfile.parse(request.body);
    me.mentorRevision += 1;
    sendOffer(response, me);
  });
  at('get', '/meetings', (me, request, response) => {
    const filter = schemas.meetingFilter.parse(request.query);
    const wanted = filter.status?.split(',');
    const found = mine(me)
      .filter(({ status }) => !wanted || wanted.includes(status))
      .filter(({ endsAt }) => !filter.from || Date.parse(endsAt) > Date.parse(filter.from))
      .filter(({ scheduledAt }) => !filter.to || Date.parse(scheduledAt) < Date.parse(filter.to))
      .sort((a, b) => Date.parse(a.scheduledAt) - Date.parse(b.scheduledAt));
    response.json({ meetings: found.map((meeting) => shown(meeting, me)), next: null });
  });
  at('post', '/meetings/create', (me, request, response) => {
    const asks = schemas.newMeeting.parse(request.body);
    count += 1;
    const id = `new${count}`;
    const duration = asks.duration ?? 30;
    const made: StoredMeeting = {
      ...meetings()[2]!,
      id,
      mentorId: asks.mentorId,
      learnerId: me.id,
      subject: asks.subject,
      description: asks.description ?? '',
      scheduledAt: asks.scheduledAt,
      duration,
      endsAt: iso(Date.parse(asks.scheduledAt) + duration * 60_000),
      revision: 1,
    };
    stored.set(id, made);
    tell(made);
    response.status(201);
    sendMeeting(response, made, me);
  });
  at(
    'get',
    '/meetings/:id',
    withMeeting((meeting, me, _request, response) => sendMeeting(response, meeting, me)),
  );
  at(
    'put',
    '/meetings/:id',
    withMeeting((meeting, me, request, response) => {
      if (request.headers['if-match'] !== `"${meeting.revision}"`)
        return problem(response, 'changed', 'The session was changed meanwhile. Nothing of yours was saved.');
      const { scheduledAt, subject, description } = schemas.meetingChange.parse(request.body);
      change(meeting.id, {
        ...(scheduledAt === undefined ? {} : { scheduledAt }),
        ...(subject === undefined ? {} : { subject }),
        ...(description === undefined ? {} : { description }),
      });
      sendMeeting(response, stored.get(meeting.id)!, me);
    }),
  );
  at('delete', '/meetings/:id', become('cancelled', ['requested', 'scheduled']));
  at('post', '/meetings/:id/accept', become('scheduled', ['requested']));
  at('post', '/meetings/:id/decline', become('declined', ['requested']));
  at(
    'post',
    '/meetings/:id/join',
    withMeeting((meeting, me, _request, response) => {
      response.json({
        meeting: shown(meeting, me),
        link: meeting.meetingLink,
        joined: now() >= joinFrom(asInCore(meeting)),
      });
    }),
  );
  at('get', '/mentors', (_me, request, response) => {
    const q = String(request.query.q ?? '').toLowerCase();
    const found = [...persons.values()].flatMap((person) => {
      const said = [person.name, ...(person.mentor?.topics ?? [])].join(' ').toLowerCase();
      return person.mentor && said.includes(q)
        ? [mentorOf(person, person.mentor, iso(start + 86_400_000 - 46 * 60_000))]
        : [];
    });
    response.json({ mentors: found });
  });
  at('get', '/mentors/:id/slots', (_me, request, response) => {
    const { from, to, duration } = schemas.slotFilter.parse(request.query);
    const first = from === undefined ? now() + 7_200_000 : Date.parse(from);
    const until = to === undefined ? first + 30 * 86_400_000 : Date.parse(to);
    const slots: string[] = [];
    for (let day = Math.floor(first / 86_400_000) * 86_400_000; day < until; day += 86_400_000) {
      if ([0, 6].includes(new Date(day).getUTCDay())) continue;
      for (let slot = 0; slot < 6; slot += 1) {
        const instant = day + 16 * 3_600_000 + slot * 30 * 60_000;
        if (instant >= first && instant < until && (day / 86_400_000 + slot) % 4 !== 0) slots.push(iso(instant));
      }
    }
    response.json({ duration: duration ?? 30, slots });
  });
  const sendNotifications = (response: Response, me: FakePerson): void => {
    const own = notices.filter(({ to }) => to === me.id).sort((a, b) => (a.at < b.at ? 1 : -1));
    const notifications = own.map(({ to: _to, ...rest }) => ({
      ...rest,
      text: rest.words.map((piece) => (typeof piece === 'string' ? piece : piece.at)).join(''),
    }));
    response.json({ notifications, unread: own.filter(({ unread }) => unread).length });
  };
  at('get', '/notifications', (me, _request, response) => sendNotifications(response, me));
  at('post', '/notifications/read', (me, request, response) => {
    const { until } = schemas.notificationsRead.parse(request.body);
    for (const notice of notices) if (notice.to === me.id && notice.at <= until) notice.unread = false;
    sendNotifications(response, me);
  });
  const sendProgram = (response: Response): void => void response.set('etag', `"${program.revision}"`).json(program);
  at('get', '/programs/:id', (_me, _request, response) => sendProgram(response));
  at('put', '/programs/:id', (_me, request, response) => {
    if (request.headers['if-match'] !== `"${program.revision}"`)
      return problem(response, 'changed', 'These settings were changed meanwhile. Nothing of yours was saved.');
    const { named, ...settings } = schemas.programChange.parse(request.body);
    const mentors = program.mentors.map((mentor) => ({ ...mentor, named: named?.includes(mentor.id) ?? mentor.named }));
    program = { ...program, settings, mentors, revision: program.revision + 1 };
    sendProgram(response);
  });
  at('delete', '/programs/:id/announcements/:communityId', (_me, request, response) => {
    const communities = program.communities.map((community) =>
      community.id === request.params.communityId ? { ...community, announces: false } : community,
    );
    program = { ...program, communities };
    sendProgram(response);
  });
  at('get', '/programs/:id/overview', (_me, _request, response) => void response.json(overview()));
  at('get', '/me/google', (me, _request, response) => {
    const account = { id: 'g1', email: 'maya@example.org', connectedAt: iso(start - 9e8) };
    const calendar = { state: 'lost' as const, since: iso(start - 1e8) };
    const accounts = me.organizes ? [{ ...account, calendar }] : [];
    response.json({ signIn: true, calendars: true, accounts });
  });
  at('get', '/tokens', (_me, _request, response) => void response.json({ tokens }));
  at('post', '/tokens', (_me, request, response) => {
    const { label, scope, days } = schemas.newToken.parse(request.body);
    const expiresAt = days === undefined ? null : iso(now() + days * 86_400_000);
    const token = { id: `t${tokens.length + 1}`, label, scope, createdAt: iso(now()), usedAt: null, expiresAt };
    tokens.push(token);
    response.status(201).json({ token, secret: 'cft_0123456789abcdefghijklmnopqrstuv' });
  });
  at('delete', '/tokens/:id', (_me, request, response) => {
    tokens.splice(
      tokens.findIndex(({ id }) => id === request.params.id),
      1,
    );
    response.status(204).end();
  });
  at('get', '/feed', (_me, _request, response) => void response.json({ address: null, ...feed }));
  at('post', '/feed', (_me, _request, response) => {
    feed = { exists: true, usedAt: null };
    response.status(201).json({ address: 'http://127.0.0.1/api/feed/s3cr3t.ics', ...feed });
  });
  at('delete', '/feed', (_me, _request, response) => {
    feed = { exists: false, usedAt: null };
    response.json({ address: null, ...feed });
  });
  api.use((_request, response) => problem(response, 'not-found', 'There is nothing here.'));
  app.use('/api', api);
  app.use((_request, response) => {
    response.set('cache-control', 'no-cache').sendFile(join(pages, 'index.html'), { dotfiles: 'allow' });
  });

  const server = createServer(app);
  const live = new Server(server, { path: '/api/live', serveClient: false, transports: ['websocket'] });
  live.use((socket, next) => {
    const me = personOf(socket.handshake.headers.cookie);
    if (!me || cut) return next(new Error('Please sign in.'));
    void socket.join(me.id);
    next();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    meetings: stored,
    people: persons,
    now,
    change,
    refuse: (path, refusal) => refusals.set(path, refusal),
    cutOff(now) {
      cut = now;
      if (cut) for (const socket of live.of('/').sockets.values()) socket.conn.close();
    },
    stop: async () => {
      await live.close();
      server.closeAllConnections();
      if (drifts.length > 0) throw new Error(`The stand-in drifted from the API:\n${[...new Set(drifts)].join('\n')}`);
    },
  };
}
