/** The dashboard as it was built. Every page of it is the same file, which then looks at the address. */
import { readFile, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Request, type Response, Router } from 'express';
import { plainPage, sendPlainPage } from './plain-page.ts';

/** As the dashboard's own routes. */
export const pages = [
  ...['/', '/sign-in', '/signed-in', '/book', '/calendar', '/sessions/:id', '/mentoring', '/program/:id', '/account'],
];

/** Seconds. */
const year = 31_536_000;
/** A build has some dozens of files, each in up to three encodings. */
const mostKept = 500;

/** What a build makes; anything else is sent as bytes. Of the first of each pair it is worth to send less. */
const types: Record<string, [compressible: boolean, type: string]> = {
  '.html': [true, 'text/html; charset=utf-8'],
  '.js': [true, 'text/javascript; charset=utf-8'],
  '.css': [true, 'text/css; charset=utf-8'],
  '.svg': [true, 'image/svg+xml'],
  '.json': [true, 'application/json'],
  '.webmanifest': [true, 'application/manifest+json'],
  '.ico': [false, 'image/x-icon'],
  '.png': [false, 'image/png'],
  '.woff2': [false, 'font/woff2'],
};

const encode = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  gzip: (content: Buffer) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
  identity: async (content: Buffer) => content,
};
type Encoding = keyof typeof encode;

const notBuilt = plainPage(
  'Confab: not built yet',
  '<main><h1>The dashboard is not built yet</h1><p>Whoever runs Confab can build it: <code>npm run build</code>. Discord and Slack work without it.</p></main>',
);

/** `root`: the folder that the build wrote. It may come and go while this runs. */
export function createStaticSite(root: string): Router {
  /** Each file is read and compressed once, until it changes. */
  const kept = new Map<string, Promise<Buffer>>();

  /** Null where there is no such file. */
  async function contentOf(path: string, encoding: Encoding): Promise<Buffer | null> {
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) return null;
    const key = `${encoding}:${found.mtimeMs}:${path}`;
    const known = kept.get(key);
    if (known) return known;
    if (kept.size >= mostKept) kept.clear();
    const content = readFile(path).then(encode[encoding]);
    kept.set(key, content);
    content.catch(() => kept.delete(key));
    return content;
  }

  async function sendFile(request: Request, response: Response, path: string): Promise<boolean> {
    const [compressible, type] = types[extname(path)] ?? [false, 'application/octet-stream'];
    const encoding = compressible ? acceptedBy(request) : 'identity';
    const content = await contentOf(path, encoding);
    if (content === null) return false;
    response.set({
      'content-type': type,
      // Files in there have a name that changes with what is in them; nothing else does.
      'cache-control': request.path.startsWith('/assets/') ? `public, max-age=${year}, immutable` : 'no-cache',
      vary: 'accept-encoding',
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    });
    response.send(content);
    return true;
  }

  const router = Router();
  router.get(pages, async (request, response) => {
    if (!(await sendFile(request, response, join(root, 'index.html')))) sendPlainPage(response, 503, notBuilt);
  });
  router.get('/{*path}', async (request, response, next) => {
    const path = insideOf(root, request.path);
    if (path !== null && (await sendFile(request, response, path))) return;
    // The dashboard says that there is no such page, with the ways to those there are.
    const shown = wantsPage(request) && (await sendFile(request, response.status(404), join(root, 'index.html')));
    if (!shown) next();
  });
  return router;
}

/** Whether somebody looks, and not a program or a page that asks for a file. */
function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

function acceptedBy(request: Request): Encoding {
  // Browsers name gzip first and mean nothing by it.
  return (['br', 'gzip'] as const).find((encoding) => request.acceptsEncodings(encoding) === encoding) ?? 'identity';
}

/** Null for whatever leads out of the folder, or to a hidden file in it. */
function insideOf(root: string, address: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(address);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.split(/[/\\]/).some((part) => part.startsWith('.'))) return null;
  const found = join(root, path);
  return found.startsWith(`${root}${sep}`) ? found : null;
}
