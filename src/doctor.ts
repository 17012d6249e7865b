/** Looks at everything that can be wrong with an installation, and says how to mend each. */
import { existsSync } from 'node:fs';
import { versions } from 'node:process';
import type { Finding } from '#core/finding.ts';
import type { Community } from '#core/programs/program.ts';
import { builtDashboard } from './api/built-dashboard.ts';
import { checkDashboard } from './api/check-dashboard.ts';
import type { Env } from './env.ts';

/** True when nothing is broken; warnings are allowed. */
export async function examine(env: Env, print: (line: string) => void): Promise<boolean> {
  const stored = await database(env);
  const findings: Finding[] = [clock(), zoneData()];
  if (env.discord)
    findings.push(
      ...(await (await import('./bots/discord/check-discord.ts')).checkDiscord(env.discord, stored.communities)),
    );
  if (env.slack) findings.push(...(await (await import('./bots/slack/check-slack.ts')).checkSlack(env.slack)));
  if (env.google) findings.push(...(await (await import('./adapters/google/check-google.ts')).checkGoogle(env.google)));
  else findings.push(withoutGoogle(env));
  if (env.googleClient) {
    const { checkSignIn } = await import('./adapters/google/check-sign-in.ts');
    findings.push(...checkSignIn({ ...env, ...env.googleClient, hasCalendar: env.google !== null }));
  }
  findings.push(...checkDashboard({ publicUrl: env.publicUrl, root: builtDashboard, sendsMail: env.mail !== null }));
  if (env.mail) findings.push(...(await (await import('./adapters/mail/check-mail.ts')).checkMail(env.mail)));
  else findings.push({ name: 'Mail', ok: true, detail: 'none is sent; SMTP_URL and MAIL_FROM are not set' });
  findings.push(...stored.findings);
  for (const finding of findings) print(line(finding));
  const broken = findings.filter((finding) => finding.ok === false).length;
  const warnings = findings.filter((finding) => finding.ok === 'warn').length;
  print(
    broken === 0 ? `All that is needed works${warnings > 0 ? `; ${warnings} to look at` : ''}.` : `${broken} to mend.`,
  );
  return broken === 0;
}

function line({ name, ok, detail, mend }: Finding): string {
  const mark = ok === true ? 'ok     ' : ok === 'warn' ? 'look at' : 'broken ';
  return `${mark}  ${name}: ${detail}${mend ? `\n         -> ${mend}` : ''}`;
}

/** A clock that is far off makes signatures fail and reminders come at the wrong time. What a server answered would tell; here only the impossible is seen. */
function clock(): Finding {
  const now = new Date();
  const plausible = now.getUTCFullYear() >= 2026 && now.getUTCFullYear() < 2100;
  return plausible
    ? { name: 'Clock', ok: true, detail: `${now.toISOString()} (compare it with a watch)` }
    : {
        name: 'Clock',
        ok: false,
        detail: `${now.toISOString()} cannot be right`,
        mend: 'Set the clock of this machine, best by NTP.',
      };
}

function zoneData(): Finding {
  return {
    name: 'Time zone data',
    ok: true,
    detail: `${versions.tz ?? 'unknown'}, as it comes with Node ${versions.node}`,
  };
}

function withoutGoogle(env: Env): Finding {
  const instead = env.meetingLink
    ? 'everybody meets at MEETING_LINK'
    : env.jitsiBaseUrl
      ? 'each session gets a Jitsi room'
      : null;
  const lacks = env.googleClient ? 'there is no calendar of the organisation' : 'not set up';
  return instead
    ? { name: 'Google', ok: true, detail: `${lacks}; ${instead}` }
    : {
        name: 'Google',
        ok: 'warn',
        detail: `${lacks}, so sessions have no link of their own`,
        mend: 'Set up Google (docs/setup-google.md), or MEETING_LINK, or JITSI_BASE_URL.',
      };
}

interface Stored {
  findings: Finding[];
  communities: Community[];
}

/** The last ones; the log has the others. */
const failuresShown = 5;

async function database(env: Env): Promise<Stored> {
  try {
    return env.mongodbUri ? await mongo(env.mongodbUri) : await sqlite(env.databasePath);
  } catch (error) {
    return justOne({
      // A file that cannot be read may be one that the next start brings up to date; a server that does not answer keeps Confab from starting.
      ok: env.mongodbUri ? false : 'warn',
      detail: error instanceof Error ? error.message : String(error),
      mend: env.mongodbUri
        ? 'Check MONGODB_URI, and that the server runs: docs/setup-mongodb.md.'
        : 'If Confab starts, it puts this right by itself; else restore a backup.',
    });
  }
}

async function mongo(uri: string): Promise<Stored> {
  const { inspectMongo } = await import('./adapters/mongo/inspect-mongo.ts');
  const { detail, failures, communities } = await inspectMongo(uri, { failures: failuresShown });
  return { findings: [{ name: 'Database', ok: true, detail }, ...failures.map(givenUp)], communities };
}

async function sqlite(path: string): Promise<Stored> {
  if (!existsSync(path))
    return justOne({ ok: true, detail: `${path} does not exist yet and is made at the first start` });
  const { readDatabase } = await import('./adapters/sqlite/database.ts');
  const { createSqliteEffectStore } = await import('./adapters/sqlite/effect-store.ts');
  const { createSqliteProgramStore } = await import('./adapters/sqlite/program-store.ts');
  const db = readDatabase(path);
  const failures = await createSqliteEffectStore(db).failures(failuresShown);
  const communities = await createSqliteProgramStore(db).communities();
  db.close();
  return { findings: [{ name: 'Database', ok: true, detail: path }, ...failures.map(givenUp)], communities };
}

function justOne(finding: Omit<Finding, 'name'>): Stored {
  return { findings: [{ name: 'Database', ...finding }], communities: [] };
}

function givenUp({ id, at, reason }: { id: string; at: number; reason: string }): Finding {
  return {
    name: 'Given up',
    ok: 'warn',
    detail: `${id} at ${new Date(at).toISOString()}: ${reason}`,
    mend: 'Nothing is done about it any more; the people concerned were told where that was possible.',
  };
}
