import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const withMongo = fileURLToPath(new URL('../../tools/with-mongo.ts', import.meta.url));
const marker = 'the server is at ';
const sayAndWait = `process.stdout.write('${marker}' + (process.env.MONGODB_TEST_URI ?? '') + '\\n'); process.stdin.resume()`;

/** A database of its own on the server that tools/with-mongo.ts finds or starts; null where there is none, and then the tool has said why. */
export async function startMongo(): Promise<{ uri: string; standIn: boolean; stop(): Promise<void> } | null> {
  const standIn = !process.env.MONGODB_TEST_URI;
  const tool = spawn(process.execPath, [withMongo, 'java', process.execPath, '-e', sayAndWait], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => tool.once('close', () => resolve()));
  const stop = async () => {
    tool.stdin.end();
    await ended;
  };
  const server = await new Promise<string>((resolve, reject) => {
    let said = '';
    tool.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = new RegExp(`^${marker}(.*)\n`, 'm').exec(said);
      if (found) resolve(found[1] ?? '');
    });
    tool.once('error', reject);
    tool.once('close', () => reject(new Error(`MongoDB could not be started:\n${said}`)));
  });
  if (!server) {
    await stop();
    return null;
  }
  const url = new URL(server);
  url.pathname = `/confab-bench-${randomBytes(6).toString('hex')}`;
  return { uri: url.href, standIn, stop };
}
