import { WebClient } from '@slack/web-api';
import type { Finding } from '#core/finding.ts';
import { clientOptions, createClient, type SlackSettings } from './clients.ts';
import { createFindIdentity, type Identity } from './identity.ts';
import { calendarFileScopes, neededScopes } from './scopes.ts';
import { slackProblem } from './slack-error.ts';

/** Looks at the tokens and what they may do, without changing or connecting anything. */
export async function checkSlack(settings: SlackSettings): Promise<Finding[]> {
  return [...(await checkBotToken(settings)), await checkDoor(settings)];
}

async function checkBotToken(settings: SlackSettings): Promise<Finding[]> {
  try {
    const identity = await createFindIdentity(createClient(settings, 'delivery', null))();
    const detail = `accepted; the workspace is "${identity.teamName}"`;
    return [{ name: 'Slack bot token', ok: true, detail }, checkScopes(identity)];
  } catch (error) {
    return [broken('Slack bot token', error, 'SLACK_BOT_TOKEN')];
  }
}

function checkScopes({ scopes }: Identity): Finding {
  const name = 'Slack permissions';
  if (scopes === null)
    return { name, ok: 'warn', detail: 'Slack did not say', mend: 'Compare them with manifest.yaml.' };
  const without = (wanted: Record<string, string>) =>
    Object.entries(wanted).filter(([scope]) => !scopes.includes(scope));
  const [missing, optional] = [without(neededScopes), without(calendarFileScopes)];
  if (missing.length + optional.length === 0) return { name, ok: true, detail: 'all that are needed' };
  const list = [...missing, ...optional].map(([scope, use]) => `${scope} (for ${use})`).join(', ');
  return {
    name,
    ok: missing.length > 0 ? false : 'warn',
    detail: `missing: ${list}`,
    mend: 'Add them under "OAuth & Permissions" of your Slack app, then install the app to the workspace again.',
  };
}

/** How Slack reaches us. */
async function checkDoor(settings: SlackSettings): Promise<Finding> {
  const { appToken, signingSecret } = settings;
  if (appToken) return checkAppToken(settings, appToken);
  const name = 'Slack signing secret';
  if (signingSecret && /^[0-9a-f]{32}$/.test(signingSecret))
    return { name, ok: true, detail: 'set; Slack comes over HTTP' };
  const mend =
    'Copy the "Signing Secret" from "Basic Information" of your Slack app to SLACK_SIGNING_SECRET; or set SLACK_APP_TOKEN to use Socket Mode.';
  if (!signingSecret) return { name, ok: false, detail: 'not set, and there is no SLACK_APP_TOKEN', mend };
  return { name, ok: 'warn', detail: 'set, but not 32 letters and digits as Slack makes them', mend };
}

async function checkAppToken(settings: SlackSettings, appToken: string): Promise<Finding> {
  const name = 'Slack app token';
  try {
    // Gives an address to connect to; nothing is connected.
    await new WebClient(appToken, clientOptions(settings, 'delivery', null)).apps.connections.open();
    return { name, ok: true, detail: 'accepted; Slack comes over Socket Mode' };
  } catch (error) {
    return broken(name, error, 'SLACK_APP_TOKEN');
  }
}

function broken(name: string, error: unknown, setting: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'): Finding {
  const { detail, mend } = slackProblem(error, setting);
  return { name, ok: false, detail, mend: `${mend.charAt(0).toUpperCase()}${mend.slice(1)}.` };
}
