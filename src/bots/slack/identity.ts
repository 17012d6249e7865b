import type { WebClient } from '@slack/web-api';

/** Who we are in the one workspace that the bot token belongs to. */
export interface Identity {
  teamId: string;
  teamName: string;
  botId: string;
  botUserId: string;
  /** What the token may do; null where Slack did not say. */
  scopes: string[] | null;
}

export type FindIdentity = () => Promise<Identity>;

/** Asks Slack once and remembers the answer; a failure is not remembered. Throws what the client throws. */
export function createFindIdentity(client: WebClient): FindIdentity {
  let known: Promise<Identity> | null = null;
  return () => {
    known ??= askIdentity(client).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function askIdentity(client: WebClient): Promise<Identity> {
  const answer = await client.auth.test();
  return {
    teamId: answer.team_id ?? '',
    teamName: answer.team ?? '',
    botId: answer.bot_id ?? '',
    botUserId: answer.user_id ?? '',
    scopes: answer.response_metadata?.scopes ?? null,
  };
}
