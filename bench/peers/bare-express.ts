/** An Express app with one handler, which answers with the file that ANSWER names, read once: what is left of an API when everything is known beforehand. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';

const answer = readFileSync(process.env.ANSWER ?? '', 'utf8');
const app = express();
app.get('/api/meetings', (_request, response) => {
  response.type('json').send(answer);
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ msg: 'ready', port: (server.address() as AddressInfo).port })}\n`);
});
