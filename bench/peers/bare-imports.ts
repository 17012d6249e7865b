/** Loads what a Confab with both bots on SQLite loads from elsewhere, and does nothing with it. */
import 'node:http';
import 'node:sqlite';
import '@slack/bolt';
import '@slack/web-api';
import 'agenda';
import 'chrono-node/en';
import 'discord.js';
import 'express';
import 'helmet';
import 'luxon';
import 'pino';
import 'zod';

process.stdout.write('loaded\n');
// Until it has been measured.
setInterval(() => {}, 60_000);
