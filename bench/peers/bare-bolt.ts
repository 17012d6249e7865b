/**
 * A Bolt app with one command, behind the same receiver in the same Express as Confab's, which it answers with what Confab answers, made once and
 * for all: SECRET, TOKEN and API in the environment.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver, LogLevel } from '@slack/bolt';
import express from 'express';
import helmet from 'helmet';
import { anyReader } from '../../src/bots/slack/front.ts';
import { renderMessage } from '../../src/bots/slack/render.ts';
import { help } from '../../src/core/messages/help-words.ts';

const { SECRET = '', TOKEN = '', API = '' } = process.env;
const answer = renderMessage(help(false, true), anyReader);
const receiver = new ExpressReceiver({ signingSecret: SECRET, endpoints: '/slack/events', logLevel: LogLevel.WARN });
const app = new App({
  receiver,
  authorize: async () => ({ botToken: TOKEN, botId: 'B1', botUserId: 'U1', teamId: 'T1' }),
  clientOptions: { slackApiUrl: API },
  convoStore: false,
  logLevel: LogLevel.WARN,
});
app.command('/confab', async ({ ack, respond }) => {
  await ack();
  await respond({ response_type: 'ephemeral', ...answer });
});
const web = express();
web.use(helmet());
web.use(receiver.router);
const server = createServer(web);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ msg: 'ready', port: (server.address() as AddressInfo).port })}\n`);
});
