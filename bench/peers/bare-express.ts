/**
 * An Express app that answers with the file that ANSWER names, read once: what is left of an API when everything is known beforehand. Under
 * `/api/meetings` as Express sends a text, which gives it an ETag; under `/plain` without one.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';

const answer = readFileSync(process.env.ANSWER ?? '', 'utf8');
const app = express();
app.get('/api/meetings', (_request, response) => {
  response.type('json').send(answer);
});
app.get('/plain', (_request, response) => {
  response.type('json').end(answer);
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ msg: 'ready', port: (server.address() as AddressInfo).port })}\n`);
});
