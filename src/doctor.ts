/** Looks at everything that can be wrong with an installation, and says how to mend each. */
import { existsSync } from 'node:fs';
import { versions } from 'node:process';
import type { Finding } from '#core/finding.ts';
import type { Community } from '#core/programs/program.ts';
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
  return instead
    ? { name: 'Google', ok: true, detail: `not set up; ${instead}` }
    : {
        name: 'Google',
        ok: 'warn',
        detail: 'not set up, so sessions have no link of their own',
        mend: 'Set up Google (docs/setup-google.md), or MEETING_LINK, or JITSI_BASE_URL.',
      };
}

async function database(env: Env): Promise<{ findings: Finding[]; communities: Community[] }> {
  const name = 'Database';
  const alone = (finding: Omit<Finding, 'name'>) => ({ findings: [{ name, ...finding }], communities: [] });
  if (!existsSync(env.databasePath)) {
    return alone({ ok: true, detail: `${env.databasePath} does not exist yet and is made at the first start` });
  }
  const { readDatabase } = await import('./adapters/sqlite/database.ts');
  const { createSqliteEffectStore } = await import('./adapters/sqlite/effect-store.ts');
  const { createSqliteProgramStore } = await import('./adapters/sqlite/program-store.ts');
  try {
    const db = readDatabase(env.databasePath);
    const failures = await createSqliteEffectStore(db).failures(5);
    const communities = await createSqliteProgramStore(db).communities();
    db.close();
    const givenUp = failures.map(
      (failure): Finding => ({
        name: 'Given up',
        ok: 'warn',
        detail: `${failure.id} at ${new Date(failure.at).toISOString()}: ${failure.reason}`,
        mend: 'Nothing is done about it any more; the people concerned were told where that was possible.',
      }),
    );
    return { findings: [{ name, ok: true, detail: env.databasePath }, ...givenUp], communities };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return alone({
      ok: 'warn',
      detail,
      mend: 'If Confab starts, it puts this right by itself; else restore a backup.',
    });
  }
}
