import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createScratchFolder } from './scratch-folder.ts';

export interface RedisServer {
  /** The path of its socket. */
  socket: string;
  pid: number;
}

/** Why BullMQ cannot be measured here, with what to do about it; null when it can. */
export function whyNoBullmq(): string | null {
  if (!existsSync(join(import.meta.dirname, '..', 'node_modules', 'bullmq')))
    return 'BullMQ is missing: npm ci --prefix bench';
  const found = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).error === undefined;
  return found ? null : 'Redis is missing: apt-get install redis-server';
}

/**
 * An empty Redis for as long as the work takes, which writes its log once a second to the disk that our databases are on. It is reached by a socket,
 * which costs BullMQ less than TCP does.
 */
export async function withRedis<T>(work: (redis: RedisServer) => Promise<T>): Promise<T> {
  const folder = createScratchFolder();
  // Paths of sockets have to be short, so not in the folder.
  const place = mkdtempSync(join(tmpdir(), 'bench-'));
  const socket = join(place, 'redis');
  const options = ['--port', '0', '--unixsocket', socket, '--dir', folder.path, '--save', '', '--appendonly', 'yes'];
  const server = spawn('redis-server', [...options, '--appendfsync', 'everysec'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  try {
    while (!existsSync(socket)) {
      if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}.`);
      await wait(20);
    }
    return await work({ socket, pid: server.pid ?? 0 });
  } finally {
    server.kill();
    await ended;
    rmSync(place, { recursive: true, force: true });
    folder.remove();
  }
}
