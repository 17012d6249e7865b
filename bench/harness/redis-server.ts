import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface RedisServer {
  /** The path of its socket. */
  socket: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * A Redis of our own that writes its log once a second, reached by a socket, which costs BullMQ less than TCP does. Null where it, or BullMQ, is
 * missing, with what to do about it.
 * @param folder Where it keeps its log: on the disk that the database is on.
 */
export async function startRedis(folder: string): Promise<RedisServer | { missing: string }> {
  if (!existsSync(fileURLToPath(new URL('../node_modules/bullmq', import.meta.url))))
    return { missing: 'BullMQ is missing: npm ci --prefix bench' };
  // Paths of sockets have to be short, so not in the folder.
  const place = mkdtempSync(join(tmpdir(), 'bench-'));
  const socket = join(place, 'redis');
  const options = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const server = spawn('redis-server', [...options, '--appendfsync', 'everysec'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => resolve());
    server.once('error', () => resolve());
  });
  const failed = ended.then(() => true);
  while (!existsSync(socket)) {
    if (await Promise.race([failed, wait(20, false)])) {
      rmSync(place, { recursive: true });
      return { missing: 'Redis is missing: apt-get install redis-server' };
    }
  }
  return {
    socket,
    pid: server.pid ?? 0,
    async stop() {
      server.kill();
      await ended;
      rmSync(place, { recursive: true, force: true });
    },
  };
}
