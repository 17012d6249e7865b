import type { AddressInfo } from 'node:net';
import type { Journal } from '../journal.ts';
import type { ShiftedClock } from '../shifted-clock.ts';
import type { SpecChecker } from '../spec-checker.ts';
import { type HomeVisit, openHome, say, type Utterance } from './app-home.ts';
import { type CommandRun, runCommand, runShortcut, type ShortcutRun } from './commands.ts';
import { createDelivery } from './delivery.ts';
import { choose, press, type Suggestions, typeahead } from './element-use.ts';
import type { Choice } from './element-values.ts';
import { createEvents, EVENT_RETRY_DELAYS_MS } from './events.ts';
import type { FailureAnswer, RequestMatch } from './failures.ts';
import type { Fields } from './fields.ts';
import { createFileDesk } from './file-methods.ts';
import { createHttpServer } from './http-server.ts';
import type { Seen, Stage } from './interactions.ts';
import type { SlackMessage, SlackView } from './messages.ts';
import { closeView, type Form, fillIn, type Submission, submitView } from './modal-use.ts';
import { createOAuth } from './oauth.ts';
import type { Installation, SlackUser } from './people.ts';
import { userOutput } from './people-methods.ts';
import { appById, idOf, type Ref, type Target, userFor } from './places.ts';
import { remove } from './posts.ts';
import { createRateLimits, type RateLimitSettings, SLACK_RATE_LIMITS } from './rate-limits.ts';
import { createReading, type Reading } from './reading.ts';
import { createResponseUrls, RESPONSE_URL_LIFE_MS } from './response-urls.ts';
import { createSetup, type Setup } from './setup.ts';
import { createSocketMode } from './socket-mode.ts';
import { createTriggers } from './triggers.ts';
import { createWebApi } from './web-api.ts';
import { createWorld, waitFor } from './world.ts';

export interface SlackStandInOptions {
  clock: ShiftedClock;
  journal: Journal;
  /** Compares what the app sends with Slack's machine-readable block types. */
  specs?: SpecChecker;
  rateLimits?: RateLimitSettings;
  /** Milliseconds before each retry of an event; Slack's own are at once, one minute, five minutes. */
  eventRetryDelaysMs?: readonly number[];
  /** Milliseconds a response_url lives; Slack's own are thirty minutes. */
  responseUrlLifeMs?: number;
}

/** A Slack that runs on this machine: the real SDK talks to it, and people are played by calling its functions. */
export interface SlackStandIn extends Setup, Reading {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** For the SDK's `slackApiUrl`. */
  apiUrl: string;

  runCommand(run: CommandRun): Promise<Seen>;
  runShortcut(run: ShortcutRun): Promise<Seen>;
  press(target: Target): Promise<Seen>;
  choose(target: Target & { values: Choice }): Promise<Seen>;
  typeahead(target: Target & { value: string }): Promise<Suggestions>;
  fillIn(filling: { user: Ref; view?: Ref; values: Form }): SlackView;
  submitView(submission: Submission): Promise<Seen>;
  closeView(closing: { user: Ref; view?: Ref; all?: boolean }): Promise<Seen>;
  openHome(visit: HomeVisit | Ref): Promise<Seen>;
  say(utterance: Utterance): Promise<SlackMessage>;

  /** The person opens their client anew, which holds nothing that only they saw. */
  reload(user: Ref): void;
  /** A person's account or settings change; an app that subscribes to `user_change` hears of it. */
  changeUser(user: Ref, change: Partial<Omit<SlackUser, 'id' | 'teamId'>>): Promise<void>;
  /** A person presses "Allow" on the consent page: the code for `oauth.v2.access`. */
  approveInstall(install: { app: Ref; user: Ref; scopes: string[] }): string;
  /** An administrator removes the app: its token dies and it is told. */
  uninstall(installation: Installation): Promise<void>;
  /** Sends any other event the app subscribes to. */
  sendEvent(installation: Installation, event: Fields): Promise<void>;
  /** Saves the request URL in the app's settings: Slack asks it for a challenge. Rejects where it does not answer right. */
  verifyRequestUrl(app: Ref): Promise<void>;
  /** Changes where commands, interactions and events go, for an app that was started anew on another port. */
  setRequestUrl(app: Ref, requestUrl: string): void;

  /** Asks the app to open a new Socket Mode connection, as Slack does a few times a day. */
  refreshSockets(app: Ref, reason?: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Cuts the app's Socket Mode connections. */
  dropSockets(app: Ref): void;
  /** To be called when the app's clock was moved: its client gives up a connection that showed no sign of life for five seconds by that clock. */
  pong(app: Ref): void;
  isConnected(app: Ref): boolean;
  /** The next `times` requests that match go wrong; returns a function that takes back what is left. */
  fail(match: RequestMatch, answer: FailureAnswer, times?: number): () => void;
  setRateLimits(settings: Partial<RateLimitSettings>): void;
  /** Resolves with the condition's first truthy answer; rejects after `timeoutMs` (3,000 unless told). */
  waitFor<Value>(condition: () => Value | undefined | null | false, timeoutMs?: number): Promise<Value>;
  close(): Promise<void>;
}

export async function createSlackStandIn(options: SlackStandInOptions): Promise<SlackStandIn> {
  const { clock, journal, specs } = options;
  const world = createWorld({ clock, journal, specs });
  const limits = createRateLimits(options.rateLimits ?? SLACK_RATE_LIMITS);
  const triggers = createTriggers(world.ids);
  const responseUrls = createResponseUrls(world, options.responseUrlLifeMs ?? RESPONSE_URL_LIFE_MS);
  const files = createFileDesk();
  const oauth = createOAuth(world);
  const sockets = createSocketMode(world);
  const delivery = createDelivery(world, sockets);
  const events = createEvents(world, delivery, options.eventRetryDelaysMs ?? EVENT_RETRY_DELAYS_MS);
  const api = createWebApi({ world, triggers, limits, files, oauth, openConnection: sockets.openConnection });
  const { server, failures } = createHttpServer({ world, api, responseUrls, files });
  const stage: Stage = { world, triggers, responseUrls, delivery, events };

  server.on('upgrade', sockets.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  world.origin = `http://127.0.0.1:${port}`;

  return {
    ...createSetup(world),
    ...createReading(world),
    url: world.origin,
    apiUrl: `${world.origin}/api/`,

    runCommand: (run) => runCommand(stage, run),
    runShortcut: (run) => runShortcut(stage, run),
    press: (target) => press(stage, target),
    choose: (target) => choose(stage, target),
    typeahead: (target) => typeahead(stage, target),
    fillIn: (filling) => structuredClone(fillIn(stage, filling)),
    submitView: (submission) => submitView(stage, submission),
    closeView: (closing) => closeView(stage, closing),
    openHome: (visit) => openHome(stage, typeof visit === 'object' && 'user' in visit ? visit : { user: visit }),
    say: (utterance) => say(stage, utterance),

    reload(user) {
      for (const message of world.messages)
        if (message.onlyFor === idOf(user) && !message.deleted) remove(world, message);
    },
    async changeUser(ref, change) {
      // Not userFor: a deactivated account can be changed too.
      const user = world.users.get(idOf(ref));
      if (!user) throw new Error(`There is no user ${idOf(ref)}.`);
      Object.assign(user, change);
      world.show();
      const here = world.installations.filter((one) => one.active && one.workspace.id === user.teamId);
      const event = { type: 'user_change', user: userOutput(world, user, true) };
      await Promise.all(here.map((one) => events.send(one, event)));
    },
    approveInstall({ app, user: ref, scopes }) {
      const user = userFor(world, ref);
      const workspace = world.workspaces.get(user.teamId);
      if (!workspace) throw new Error(`${user.name} is in no workspace.`);
      return oauth.approve(appById(world, idOf(app)), workspace, user, scopes);
    },
    async uninstall(installation) {
      installation.active = false;
      await Promise.all([
        events.send(installation, { type: 'tokens_revoked', tokens: { oauth: [], bot: [installation.botUserId] } }),
        events.send(installation, { type: 'app_uninstalled' }),
      ]);
    },
    async sendEvent(installation, event) {
      await events.send(installation, event);
    },
    async verifyRequestUrl(ref) {
      const challenge = world.ids.hex(32);
      const payload = { token: 'verification', challenge, type: 'url_verification' };
      const { body } = await delivery.deliver(appById(world, idOf(ref)), {
        kind: 'events_api',
        what: 'url_verification',
        payload,
      });
      const echoed = typeof body === 'string' ? body : (body as Fields | undefined)?.challenge;
      if (echoed !== challenge) throw new Error("Your URL didn't respond with the value of the challenge parameter.");
    },
    setRequestUrl(ref, requestUrl) {
      appById(world, idOf(ref)).requestUrl = requestUrl;
    },

    refreshSockets: (app, reason = 'refresh_requested') => sockets.refresh(idOf(app), reason),
    dropSockets: (app) => sockets.drop(idOf(app)),
    pong: (app) => sockets.pong(idOf(app)),
    isConnected: (app) => sockets.isConnected(idOf(app)),
    fail: (match, answer, times = 1) => failures.add(match, answer, times),
    setRateLimits(settings) {
      Object.assign(limits, { settings: { ...limits.settings, ...settings } });
    },
    waitFor: (condition, timeoutMs = 3000) => waitFor(world, condition, timeoutMs),
    async close() {
      world.closing.abort();
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
