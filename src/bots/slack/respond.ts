import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { RespondArguments } from '@slack/bolt';
import type { SlackMessage } from './render.ts';

export type Answer = SlackMessage & Pick<RespondArguments, 'response_type' | 'replace_original'>;

/** Milliseconds without a byte from Slack. */
const patience = 5_000;

/**
 * Posts to a response_url. Bolt's `respond` does it with `fetch`, which costs a quarter of a whole command, and waits for minutes.
 * Rejects unless Slack has taken it.
 */
export function respond(url: string, answer: Answer, timeout = patience): Promise<void> {
  const body = JSON.stringify(answer);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const request = url.startsWith('https:') ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const posting = request(url, { method: 'POST', headers, timeout }, (response) => {
      const { statusCode = 0 } = response;
      const taken = statusCode >= 200 && statusCode < 300;
      response.once('error', reject).once('end', () => {
        if (taken) resolve();
        else reject(new Error(`A response_url answered with HTTP ${statusCode}`));
      });
      // Read to its end, so that the connection can be used again.
      response.resume();
    });
    posting.once('timeout', () => posting.destroy(new Error('A response_url gave no answer')));
    posting.once('error', reject).end(body);
  });
}
