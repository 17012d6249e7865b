import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnBothStores } from './api-storage.ts';
import { type ApiWorld, createApiWorld } from './api-world.ts';
import { examples } from './every-operation.ts';

type Tree = { [name: string]: Tree };

interface Described {
  path: string;
  method: string;
  operation: Tree & { operationId: string & Tree };
}

let world: ApiWorld;
let document: Tree;
let ajv: Ajv2020;

beforeEach(async () => {
  world = await createApiWorld();
  document = (await world.call('GET', '/api/openapi.json', 'nobody')).json as Tree;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  ajvFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'document' });
});
afterEach(() => world.close());

function described(): Described[] {
  return Object.entries(document.paths!).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation: operation as Described['operation'],
    })),
  );
}

/** The schema at a place of the document, given as its steps. */
function schemaAt(...steps: string[]): ValidateFunction {
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  return ajv.compile({ $ref: `document#/${pointer}` });
}

function getMe(tree: Tree): Tree {
  return tree.paths!['/api/me']!.get!;
}

/** Those that are named, and those that say what a parameter, a body, a header or an answer is. */
function schemasIn(tree: Tree): object[] {
  const inline = (node: unknown): object[] =>
    node !== null && typeof node === 'object'
      ? Object.entries(node).flatMap(([key, value]) => (key === 'schema' ? [value] : inline(value)))
      : [];
  return [...Object.values(tree.components!.schemas!), ...inline(tree.paths)];
}

function expectValid(validate: ValidateFunction, value: unknown): void {
  validate(value);
  expect(validate.errors ?? [], JSON.stringify(value)).toEqual([]);
}

describe('the document', () => {
  it("is OpenAPI 3.1, by the OpenAPI Initiative's own schema", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it.each<[string, (broken: Tree) => void]>([
    ['has no title', (broken) => delete broken.info!.title],
    ['has an answer that says nothing', (broken) => delete getMe(broken).responses!['200']!.description],
    [
      'has an operation with a word that OpenAPI does not know',
      (broken) => Object.assign(getMe(broken), { who: 'me' }),
    ],
    ['refers to what it does not have', (broken) => delete broken.components!.schemas!.Me],
  ])('would not be if it %s', async (_what, breakIt) => {
    const broken = structuredClone(document);
    breakIt(broken);
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('describes every value in JSON Schema 2020-12', () => {
    const schemas = schemasIn(document);
    expect(schemas.length).toBeGreaterThan(100);
    for (const schema of schemas) expect(ajv.validateSchema(schema), JSON.stringify(schema)).toBe(true);
    expect(ajv.validateSchema({ type: 'text' })).toBe(false);
  });

  it('says in a line what each operation does, and under which heading it belongs', () => {
    const headings = (document.tags as unknown as { name: string }[]).map(({ name }) => name);
    for (const { operation } of described()) {
      expect(operation.summary, operation.operationId).toMatch(/\S/);
      expect(headings, operation.operationId).toEqual(expect.arrayContaining(operation.tags as unknown as string[]));
      expect(operation.tags).toHaveLength(1);
    }
  });

  it('names each operation once, and every part of each path', () => {
    const ids = described().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of described()) {
      const parameters = Object.values(operation.parameters ?? {}) as unknown as { name: string; in: string }[];
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  it('refers only to what it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, name] of references) expect(document.components!.schemas).toHaveProperty(name!);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('says of every change who may not make it, and that it must be JSON', () => {
    for (const { method, operation } of described().filter(({ method }) => method !== 'get')) {
      const statuses = Object.keys(operation.responses!);
      expect(statuses, `${method} ${operation.operationId}`).toEqual(expect.arrayContaining(['400', '403', '415']));
    }
  });
});

describeOnBothStores('a running server', (open) => {
  it('answers every operation as the document says', { timeout: 120_000 }, async () => {
    for (const { path, method, operation } of described()) {
      await world.close();
      world = await createApiWorld({ storage: await open() });
      const { ask, by } = examples[operation.operationId]!;
      const { path: address, query = '', ...sending } = await ask(world);
      if (sending.body !== undefined)
        expectValid(
          schemaAt('paths', path, method, 'requestBody', 'content', 'application/json', 'schema'),
          sending.body,
        );
      const answer = await world.call(method.toUpperCase(), address + query, by, sending);
      const place = ['paths', path, method, 'responses', String(answer.status)];
      const response = operation.responses![answer.status];
      expect(response, `${operation.operationId}: ${answer.status} ${answer.text}`).toBeDefined();
      // Nobody has a Google account here to forget; everything else is rightly asked.
      expect(answer.status < 300).toBe(operation.operationId !== ('forgetGoogleAccount' as unknown));
      const [type] = Object.keys(response!.content ?? {});
      if (type === undefined) expect(answer.text).toBe('');
      else expect(answer.headers.get('content-type')?.split(';')[0]).toBe(type);
      if (answer.json !== undefined) expectValid(schemaAt(...place, 'content', type!, 'schema'), answer.json);
      if (response!.headers?.ETag) expect(answer.headers.get('etag')).toMatch(/^(W\/)?".+"$/);
    }
  });

  it('refuses what the document does not know, in every body and every query, in the words of the document', {
    timeout: 120_000,
  }, async () => {
    let refused = 0;
    for (const { path, method, operation } of described()) {
      if (operation.operationId === ('readFeed' as unknown)) continue;
      const { ask, by } = examples[operation.operationId]!;
      await world.close();
      world = await createApiWorld({ storage: await open() });
      const { path: address, query, body, ...sending } = await ask(world);
      const attempts = method === 'get' ? [`${query ?? '?'}&surprise=1`] : [`?surprise=1`, ''];
      for (const extra of attempts) {
        const strange = method === 'get' || extra !== '' ? body : { ...(body as object), surprise: 1 };
        const answer = await world.call(method.toUpperCase(), address + extra, by, {
          ...sending,
          ...(strange !== undefined && { body: strange }),
        });
        expect(answer.json, `${operation.operationId} ${extra}`).toMatchObject({
          type: 'urn:confab:problem:invalid',
          status: 400,
          field: 'surprise',
          detail: 'There is no field "surprise" here. Nothing was changed.',
        });
        if (method !== 'get' || operation.responses!['400'])
          expectValid(
            schemaAt('paths', path, method, 'responses', '400', 'content', 'application/problem+json', 'schema'),
            answer.json,
          );
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(40);
  });
});

describe('the page to read', () => {
  it('shows every operation, runs nothing, and fetches nothing', async () => {
    const page = await world.call('GET', '/api/docs', 'nobody');
    expect(page.headers.get('content-type')).toContain('text/html');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'/);
    expect(page.text).not.toMatch(/<script|<link|<img|src=|style=|https?:\/\/(?!www\.w3)/);
    for (const { path, operation } of described()) {
      expect(page.text).toContain(`id="${operation.operationId}"`);
      expect(page.text).toContain(`<code>${path}</code>`);
    }
    for (const [, anchor] of page.text.matchAll(/href="#([^"]+)"/g)) expect(page.text).toContain(`id="${anchor}"`);
  });
});
