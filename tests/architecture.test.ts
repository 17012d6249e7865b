/** Holds the source to the picture in ARCHITECTURE.md: who may import whom, and the few habits that Biome cannot check. */
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = posix.join(import.meta.dirname, '..');

interface Import {
  /** As written: "./limits.ts", "#core/ids.ts", "zod". */
  specifier: string;
  how: 'static' | 'dynamic' | 'type';
}

interface Source {
  /** "src/core/ids.ts" */
  path: string;
  text: string;
}

function sourcesIn(room: string): Source[] {
  return globSync(`${room}/**/*.{ts,tsx}`, { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(posix.join(root, path), 'utf8') }));
}

/** Without what comments say. Biome puts every line of a block comment behind a star, and `import` and `export` at the start of their lines. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '').replaceAll(/\s\/\/ .*$/gm, '');
}

function importsOf({ path, text }: Source): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  for (const [, type, specifier = ''] of code.matchAll(
    /^(?:import|export)\b( type\b)?(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]/gm,
  )) {
    found.push({ specifier, how: type ? 'type' : 'static' });
  }
  for (const [, before, argument = ''] of code.matchAll(/(typeof )?\bimport\(\s*([^)]*?)\s*\)/g)) {
    const literal = /^['"]([^'"]+)['"]$/.exec(argument)?.[1];
    if (literal === undefined)
      throw new Error(`${path}: import(${argument}) cannot be checked. Write the file out as a string.`);
    found.push({ specifier: literal, how: before ? 'type' : 'dynamic' });
  }
  return found;
}

const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/** The file inside the repository that an import leads to; a package or builtin as its bare name. */
function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  if (builtins.has(specifier)) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

interface Room {
  /** Files of the room. */
  files: RegExp;
  /** What they may import: files of the repository, packages, or node: builtins. */
  may: RegExp[];
  /** Of what they may import types besides, and nothing that runs. */
  types?: RegExp[];
  /** What to do where something else is wanted. */
  instead: string;
}

const core = /^src\/core\//;
const free = [/^node:/, /^pino$/];
const inBots = /^src\/bots\/[^/]+\.ts$/;

/** The first room that a file belongs to counts. */
const rooms: Room[] = [
  {
    files: /^src\/core\/time\//,
    may: [core, /^node:crypto$/, /^zod$/, /^(luxon|chrono-node)$/],
    instead: 'Let core say what it needs as a port (an interface), and implement it in adapters/, bots/ or jobs/.',
  },
  {
    files: core,
    may: [core, /^node:crypto$/, /^zod$/],
    instead:
      'Let core say what it needs as a port (an interface) and implement it in adapters/, bots/ or jobs/; dates and zones are read in core/time.',
  },
  {
    files: /^src\/adapters\/sqlite\//,
    may: [core, /^src\/adapters\/sqlite\//, /^agenda$/, ...free],
    instead: 'An adapter speaks to one system. Take what it needs as an argument, and let compose.ts pass it.',
  },
  {
    files: /^src\/adapters\/mongo\//,
    may: [core, /^src\/adapters\/mongo\//, /^(mongoose|agenda|@agendajs\/mongo-backend)$/, ...free],
    instead: 'An adapter speaks to one system. Take what it needs as an argument, and let compose.ts pass it.',
  },
  {
    files: /^src\/adapters\/google\//,
    may: [core, /^src\/adapters\/google\//, /^@googleapis\//, ...free],
    instead: 'An adapter speaks to one system. Take what it needs as an argument, and let compose.ts pass it.',
  },
  {
    files: /^src\/adapters\/seal\//,
    may: [core, /^src\/adapters\/seal\//, ...free],
    instead: 'Sealing needs node:crypto and nothing else.',
  },
  {
    files: /^src\/adapters\/mail\//,
    may: [core, /^src\/adapters\/mail\//, /^nodemailer$/, ...free],
    instead: 'An adapter speaks to one system. Take what it needs as an argument, and let compose.ts pass it.',
  },
  {
    files: /^src\/bots\/discord\//,
    may: [core, inBots, /^src\/bots\/discord\//, /^(discord\.js|undici)$/, ...free],
    instead:
      'Put what both platforms share into core (meaning) or directly into src/bots (spelling); the bots never see each other.',
  },
  {
    files: /^src\/bots\/slack\//,
    may: [core, inBots, /^src\/bots\/slack\//, /^@slack\//, ...free],
    instead:
      'Put what both platforms share into core (meaning) or directly into src/bots (spelling); the bots never see each other.',
  },
  {
    files: inBots,
    may: [core, inBots, ...free],
    instead: 'What both bots share knows core only; what belongs to one platform goes into its own folder.',
  },
  {
    files: /^src\/jobs\//,
    may: [core, /^src\/jobs\//, /^agenda$/, ...free],
    instead: 'Jobs reach platforms and stores through the ports of core (Messenger, MeetLinks, EffectStore).',
  },
  {
    files: /^src\/api\//,
    may: [core, /^src\/api\//, /^(express|express-rate-limit|helmet|zod|socket\.io)$/, ...free],
    instead: 'The API calls core; routers and stores are handed to it by compose.ts.',
  },
  {
    files: /^src\/web\//,
    may: [/^src\/web\//, /^(react|react-dom|socket\.io-client|@fullcalendar\/react)$/],
    types: [/^src\/api\/schemas\.ts$/],
    instead:
      'A page knows what the API tells it, in the types of api/schemas.ts ("import type"). What it needs besides, let the API answer; what decides belongs into core.',
  },
  {
    files: /^src\/(compose|compose-google|storage|main|doctor|migrate|rotate-keys)\.ts$/,
    may: [/^src\/(?!web\/)/, /^agenda$/, ...free],
    instead: 'These files only put the others together.',
  },
  {
    files: /^src\/(env|log)\.ts$/,
    may: [core, /^zod$/, /^pino-pretty$/, ...free],
    instead: 'Settings and log lines are read by others, and know nobody.',
  },
  {
    files: /^playground\//,
    may: [/^(?!src\/)/],
    instead:
      'The playground starts src/main.ts as a process of its own: what it knows of the product, it sees from outside.',
  },
];

function problemsOf(source: Source): string[] {
  const { path } = source;
  const room = rooms.find(({ files }) => files.test(path));
  if (!room)
    return [`${path} is in no room. Put it into one of those in ARCHITECTURE.md, or give it a line in this test.`];
  const problems: string[] = [];
  for (const { specifier, how } of importsOf(source)) {
    const target = targetOf(path, specifier);
    const says = (rule: string, instead: string) =>
      problems.push(`${path} imports "${specifier}" (${how}): ${rule}. ${instead}`);
    if (builtins.has(specifier) && !specifier.startsWith('node:'))
      says('builtins are written with node:', `Write "node:${specifier}".`);
    if (path.startsWith('src/') && specifier.includes('../'))
      says('src has no "../"', 'Use "./sibling.ts", or one that begins with "#" as in "#core/...".');
    if (/^[.#]/.test(specifier) && !/\.(ts|tsx|json|css)$/.test(specifier))
      says('imports of files say their ending', `Write "${specifier}.ts".`);
    if (/\/index\.ts$/.test(target)) says('there are no barrels', 'Import the file that has it.');
    if (
      /^src\/adapters\//.test(target) &&
      !/^src\/(adapters\/|compose\.ts|compose-google\.ts|storage\.ts)/.test(path)
    ) {
      const lazily = /^src\/(main|doctor|migrate)\.ts$/.test(path);
      if (!lazily)
        says(
          'only compose.ts and storage.ts import adapters',
          'Take a port of core as an argument, and let compose.ts pass the adapter.',
        );
      else if (how === 'static')
        says('main.ts, doctor.ts and migrate.ts load adapters when a command needs them', 'Write await import(...).');
      continue;
    }
    const allowed = how === 'type' ? [...room.may, ...(room.types ?? [])] : room.may;
    if (!allowed.some((allows) => allows.test(target)))
      says(`${posix.dirname(path)} may not import ${target}`, room.instead);
  }
  return problems;
}

/** Habits that hold in all of src, each with what to do instead. */
const habits: { name: string; seen: RegExp; except?: RegExp; instead: string }[] = [
  {
    name: 'reads process.env',
    seen: /\bprocess\.env\b|import \{[^}]*\benv\b[^}]*\} from 'node:process'/,
    except: /^src\/env\.ts$/,
    instead: 'Add it to env.ts and .env.example, and let compose.ts pass the value.',
  },
  { name: 'has a default export', seen: /^export default\b/m, instead: 'Export it by its name.' },
  {
    name: 'passes on what another file exports',
    seen: /^export (?:type )?(?:\*|\{[^}]*\}) /m,
    instead: 'Let readers import the file that has it.',
  },
  {
    name: 'has an enum',
    seen: /^\s*(?:export )?(?:declare )?(?:const )?enum\b/m,
    instead: "Use a union of strings: type Side = 'mentor' | 'learner'.",
  },
  {
    name: 'has a namespace',
    seen: /^\s*(?:export )?(?:declare )?namespace\b/m,
    instead: 'A file is a namespace already.',
  },
  { name: 'writes to the console', seen: /\bconsole\.\w+\(/, instead: 'Log with pino, or print in main.ts.' },
  {
    name: 'reads the system clock',
    seen: /\bDate\.now\(\)|\bnew Date\(\)/,
    // Elsewhere a stamp of a platform, or of Agenda, is compared with the time it was made by.
    except: /^src\/(?!core\/|jobs\/)/,
    instead: 'Take a Clock, or `now`, as an argument.',
  },
];

function badHabits({ path, text }: Source): string[] {
  const code = withoutComments(text);
  return habits
    .filter(({ seen, except }) => seen.test(code) && !except?.test(path))
    .map(({ name, instead }) => `${path} ${name}. ${instead}`);
}

/** Every way round the imports, as the files on it. Types count too, unless said otherwise: files in a circle cannot be read one after the other. */
function cyclesIn(sources: readonly Source[], { types = true } = {}): string[] {
  const graph = new Map(
    sources.map((source) => {
      const counted = importsOf(source).filter(({ how }) => types || how !== 'type');
      return [source.path, counted.map(({ specifier }) => targetOf(source.path, specifier))];
    }),
  );
  const cycles = new Set<string>();
  const settled = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      cycles.add([...trail.slice(at), path].join(' -> '));
      return;
    }
    if (settled.has(path)) return;
    for (const next of graph.get(path) ?? []) if (graph.has(next)) visit(next, [...trail, path]);
    settled.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return [...cycles];
}

const product = sourcesIn('src');
const playground = sourcesIn('playground').filter(({ path }) => !path.startsWith('playground/web/'));

describe('architecture', () => {
  it('finds the files it is about', () => {
    const paths = product.map(({ path }) => path);
    expect(paths).toContain('src/core/meetings/meeting.ts');
    expect(paths).toContain('src/main.ts');
    expect(paths).toContain('src/web/shell/app.tsx');
    expect(importsOf(product.find(({ path }) => path === 'src/compose.ts')!).length).toBeGreaterThan(15);
    expect(playground.length).toBeGreaterThan(0);
  });

  it('lets every room import only what the table gives it', () => {
    expect([...product, ...playground].flatMap(problemsOf)).toEqual([]);
  });

  it('keeps the habits of the house', () => {
    expect(product.flatMap(badHabits)).toEqual([]);
  });

  it('has no circles', () => {
    expect(cyclesIn(product)).toEqual([]);
    expect(cyclesIn(playground, { types: false })).toEqual([]);
  });

  it('names files after what they export, in kebab-case, and never after what they do not say', () => {
    const names = [...product, ...playground].map(({ path }) => posix.basename(path).replace(/\.tsx?$/, ''));
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(names.filter((name) => /(^|-)(utils?|helpers?|common|manager|service)($|-)|^index$/.test(name))).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const one = (path: string, text: string) => problemsOf({ path, text });

  it.each([
    ['src/core/meetings/book.ts', "import { z } from 'zod';\nimport { readFileSync } from 'node:fs';", 'node:fs'],
    ['src/core/meetings/book.ts', "import { DateTime } from 'luxon';", 'luxon'],
    ['src/core/meetings/book.ts', "import type { Client } from 'discord.js';", 'discord.js'],
    ['src/core/meetings/book.ts', "import type { Logger } from 'pino';", 'pino'],
    ['src/core/desk/x.ts', "const x: typeof import('@slack/bolt') = null;", '@slack/bolt'],
    ['src/bots/discord/x.ts', "import { render } from '#bots/slack/render.ts';", '#bots/slack/render.ts'],
    ['src/bots/slack/x.ts', "export type { X } from '#bots/discord/render.ts';", '#bots/discord/render.ts'],
    ['src/bots/x.ts', "import { App } from '@slack/bolt';", '@slack/bolt'],
    ['src/bots/discord/commands/x.ts', "import { a } from '../render.ts';", '../render.ts'],
    ['src/jobs/x.ts', "import {\n  open,\n} from '../adapters/sqlite/database.ts';", '../adapters/sqlite/database.ts'],
    ['src/jobs/x.ts', "await import('discord.js');", 'discord.js'],
    ['src/api/x.ts', "import '@googleapis/calendar';", '@googleapis/calendar'],
    ['src/api/x.ts', "import { App } from '#web/shell/app.tsx';", '#web/shell/app.tsx'],
    ['src/main.ts', "await import('./web/main.tsx');", './web/main.tsx'],
    ['src/main.ts', "await import('../playground/stage.ts');", '../playground/stage.ts'],
    ['src/compose.ts', "import type { Stage } from '../playground/stage.ts';", '../playground/stage.ts'],
    ['src/web/pages/x.tsx', "import { me } from '#api/schemas.ts';", '#api/schemas.ts'],
    ['src/web/pages/x.tsx', "await import('#api/schemas.ts');", '#api/schemas.ts'],
    ['src/web/pages/x.tsx', "import type { Operation } from '#api/operation.ts';", '#api/operation.ts'],
    ['src/web/pages/x.tsx', "import type { Meeting } from '#core/meetings/meeting.ts';", '#core/meetings/meeting.ts'],
    ['src/web/time/x.ts', "import { DateTime } from 'luxon';", 'luxon'],
    ['src/web/parts/x.tsx', "import { readFileSync } from 'node:fs';", 'node:fs'],
    ['src/web/parts/x.tsx', "import type { Message } from 'discord.js';", 'discord.js'],
    [
      'src/adapters/google/x.ts',
      "import { open } from '#adapters/sqlite/database.ts';",
      '#adapters/sqlite/database.ts',
    ],
    ['src/main.ts', "import { open } from './adapters/sqlite/database.ts';", './adapters/sqlite/database.ts'],
    ['src/core/x.ts', "import { randomBytes } from 'crypto';", 'crypto'],
    ['src/core/x.ts', "import { a } from './y';", './y'],
    ['src/core/x.ts', "import { a } from './y/index.ts';", './y/index.ts'],
    ['playground/x.ts', "import { limits } from '../src/core/meetings/meeting.ts';", '../src/core/meetings/meeting.ts'],
  ])('refuse in %s: %s', (path, text, specifier) => {
    expect(one(path, text)).not.toEqual([]);
    expect(one(path, text).every((problem) => problem.startsWith(`${path} imports "${specifier}"`))).toBe(true);
  });

  it('refuse an import whose target is not written out, and a file in no room', () => {
    expect(() => one('src/jobs/x.ts', 'await import(name);')).toThrow('src/jobs/x.ts: import(name)');
    expect(one('src/helpers/x.ts', '')).toHaveLength(1);
  });

  it('allow what the table allows, and do not read comments', () => {
    expect(one('src/core/time/x.ts', "import { GB } from 'chrono-node/en';")).toEqual([]);
    expect(one('src/main.ts', "const { a } = await import('./adapters/sqlite/backup.ts');")).toEqual([]);
    expect(
      one('src/core/x.ts', "/**\n * import x from 'discord.js' is not for here\n */\n// await import('x')"),
    ).toEqual([]);
    expect(one('src/bots/discord/x.ts', "import { a } from '#bots/action-id.ts';")).toEqual([]);
    expect(one('src/web/parts/x.tsx', "import type { MeJson } from '#api/schemas.ts';")).toEqual([]);
    expect(one('src/web/main.tsx', "import '#web/style/base.css';")).toEqual([]);
  });

  it.each([
    'const token = process.env.DISCORD_TOKEN;',
    "import { env } from 'node:process';",
    'export default class {}',
    "export * from './x.ts';",
    "export { x } from './x.ts';",
    'export enum Side {}',
    'const enum Side {}',
    'export namespace Side {}',
    "console.log('x');",
    'const now = Date.now();',
    'const now = new Date();',
  ])('see the habit: %s', (text) => {
    expect(badHabits({ path: 'src/core/x.ts', text })).toHaveLength(1);
  });

  it('find a circle through types', () => {
    const circle = cyclesIn([
      { path: 'src/core/a.ts', text: "import { b } from './b.ts';" },
      { path: 'src/core/b.ts', text: "import type { c } from '#core/c.ts';" },
      { path: 'src/core/c.ts', text: "import { a } from './a.ts';" },
    ]);
    expect(circle).toEqual(['src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts']);
  });
});
