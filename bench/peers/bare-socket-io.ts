/** Socket.IO with one room, which everybody is in. Each POST tells the room what Confab tells it when a programme has changed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const server = createServer((_request, response) => {
  io.to('program').emit('changed', { about: 'program', id: 'discord:guild' });
  response.end();
});
const io = new Server(server, { path: '/api/live', serveClient: false, transports: ['websocket'] });
io.on('connection', (socket) => void socket.join('program'));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ msg: 'ready', port: (server.address() as AddressInfo).port })}\n`);
});
