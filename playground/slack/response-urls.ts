import { type Fields, isYes } from './fields.ts';
import type { SlackMessage } from './messages.ts';
import type { Channel, Installation } from './people.ts';
import { contentOf, edit, post, remove } from './posts.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** Five answers within thirty minutes (docs.slack.dev/interactivity/handling-user-interaction). */
const MAX_USES = 5;
export const RESPONSE_URL_LIFE_MS = 30 * 60_000;

export interface ResponseUrls {
  issue(grant: { installation: Installation; userId: string; channel: Channel; message?: SlackMessage }): string;
  /** Answers a POST to one of the addresses; `path` is what follows `/response/`. */
  answer(path: string, body: Fields): { status: number; body: Fields };
}

export function createResponseUrls(world: World, lifeMs: number): ResponseUrls {
  const grants = new Map<
    string,
    {
      installation: Installation;
      userId: string;
      channel: Channel;
      message?: SlackMessage;
      uses: number;
      issuedAt: number;
    }
  >();

  return {
    issue(grant) {
      const path = `${grant.installation.workspace.id}/${Number.parseInt(world.ids.hex(9), 16)}/${world.ids.hex(24)}`;
      grants.set(path, { ...grant, uses: 0, issuedAt: performance.now() });
      return `${world.origin}/response/${path}`;
    },

    answer(path, body) {
      const grant = grants.get(path);
      if (!grant) return { status: 404, body: { ok: false, error: 'no_service' } };
      if (performance.now() - grant.issuedAt > lifeMs)
        return { status: 404, body: { ok: false, error: 'expired_url' } };
      if (grant.uses >= MAX_USES) return { status: 404, body: { ok: false, error: 'used_url' } };
      const { installation, userId, channel, message } = grant;
      const responseUrl = `${world.origin}/response/${path}`;
      try {
        if (isYes(body.delete_original)) {
          grant.uses += 1;
          if (message && !message.deleted) remove(world, message, responseUrl);
          return { status: 200, body: { ok: true } };
        }
        const content = contentOf(body);
        grant.uses += 1;
        // A command has no original: there is nothing to replace, so its answer is a new message.
        if (isYes(body.replace_original) && message && !message.deleted) {
          edit(world, message, content, responseUrl);
        } else {
          post(world, installation, channel, content, {
            ...(body.response_type === 'in_channel' ? {} : { onlyFor: userId }),
            ...(message?.threadTs ? { threadTs: message.threadTs } : {}),
            responseUrl,
          });
        }
        return { status: 200, body: { ok: true } };
      } catch (error) {
        // As an incoming webhook does: a bad message is a bad request.
        if (error instanceof Refusal) return { status: 400, body: { ok: false, error: error.code, ...error.details } };
        throw error;
      }
    },
  };
}
