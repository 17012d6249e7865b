import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

/** Compares what the app sends with the platforms' machine-readable specs. */
export interface SpecChecker {
  /**
   * Why the body does not fit, as sentences; empty when it fits or when no spec knows the operation.
   *
   * Operations: Discord `POST /channels/{channel_id}/messages` (the route template of its OpenAPI document), Slack `chat.postMessage`,
   * `views.open`, ... (with `blocks` and `view` already parsed), Google `events.insert`, `freebusy.query`, ...
   */
  check(realm: 'discord' | 'slack' | 'google', operation: string, body: unknown): string[];
}

type Schema = Record<string, unknown>;
type Find = (operation: string) => Check[];

interface Check {
  validate: ValidateFunction;
  /** Takes out what the schema is wrong about. */
  prepare?: (body: unknown) => unknown;
}

const addFormats = ajvFormats.default;
/** More lines than this say nothing new: a union reports every branch that did not match. */
const LONGEST_REPORT = 6;

/**
 * Reads the specs in `directory`. Create it only where that directory exists.
 *
 * @throws when one of the five files is missing or is no JSON
 */
export function createSpecChecker(directory: string): SpecChecker {
  const read = (name: string): Schema => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Schema;
  const discord = findDiscord(read('discord-openapi.json'), read('discord-bodies-from-types.schema.json'));
  const slack = checkSlack(read('slack-blockkit-from-types.schema.json'));
  const google = findGoogle(
    read('google-calendar-v3-discovery.json'),
    read('google-calendar-event-from-types.schema.json'),
  );

  return {
    check(realm, operation, body) {
      if (realm === 'slack') return slack(body);
      const checks = (realm === 'discord' ? discord : google)(operation);
      return checks.flatMap(({ validate, prepare }) => report(validate, prepare === undefined ? body : prepare(body)));
    },
  };
}

function findDiscord(openapi: Schema, bodies: Schema): Find {
  const ajv = addFormats(new Ajv2020({ strict: false, logger: false, allErrors: true }));
  const types = addFormats(new Ajv({ strict: false, logger: false, allErrors: true }));
  ajv.addSchema(openapi, 'discord');
  types.addSchema(bodies, 'bodies');
  // Generated from the library's types: it notices misspelt fields, which the OpenAPI document accepts. Of its schemas that for commands and
  // that for edits are wrong; an edit has no field that a new message has not.
  const typed: Record<string, string> = {
    'POST /channels/{channel_id}/messages': 'CreateMessage',
    'PATCH /channels/{channel_id}/messages/{message_id}': 'CreateMessage',
    'POST /webhooks/{webhook_id}/{webhook_token}': 'CreateMessage',
    'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original': 'CreateMessage',
    'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': 'CreateMessage',
    'POST /interactions/{interaction_id}/{interaction_token}/callback': 'InteractionResponse',
  };

  return remember((operation) => {
    const [method = '', path = ''] = operation.split(' ');
    const pointer = ['paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
    const found: Check[] = [];
    if (at(openapi, pointer) !== undefined) {
      const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
      found.push({ validate: ajv.compile({ $ref: `discord#/${escaped.join('/')}` }), prepare: withNumericPermissions });
    }
    const name = typed[operation];
    if (name !== undefined)
      found.push({ validate: types.compile({ $ref: `bodies#/definitions/${name}` }), prepare: withoutDefaults });
    return found;
  });
}

/** Slack's schema knows blocks and views, not methods: whatever carries them is checked by the same two definitions. */
function checkSlack(schema: Schema): (body: unknown) => string[] {
  const definitions = schema.definitions as Schema;
  // The published type of a block has a catch-all member that would let an unknown block pass.
  definitions.AnyBlock = { $ref: '#/definitions/KnownBlock' };
  const ajv = addFormats(new Ajv({ strict: false, logger: false, allErrors: true }));
  ajv.addSchema(schema, 'slack');
  const block = ajv.compile({ type: 'array', items: { $ref: 'slack#/definitions/KnownBlock' } });
  const modal = ajv.compile({ $ref: 'slack#/definitions/ModalView' });
  const home = ajv.compile({ $ref: 'slack#/definitions/HomeView' });

  return (body) => {
    if (typeof body !== 'object' || body === null) return [];
    const { blocks, view } = body as { blocks?: unknown; view?: { type?: unknown } };
    return [
      ...(Array.isArray(blocks) ? report(block, blocks) : []),
      ...(typeof view === 'object' && view !== null ? report(view.type === 'home' ? home : modal, view) : []),
    ];
  };
}

function findGoogle(discovery: Schema, events: Schema): Find {
  const ajv = addFormats(new Ajv({ strict: false, logger: false, allErrors: true }));
  ajv.addSchema({ $id: 'google', definitions: eachClosed(discovery.schemas) });
  ajv.addSchema(events, 'event-types');
  const typed: Record<string, string> = {
    'events.insert': 'Event',
    'events.patch': 'Event',
    'events.update': 'Event',
    'freebusy.query': 'FreeBusyRequest',
  };

  return remember((operation) => {
    const [resource = '', method = ''] = operation.split('.');
    const name = at(discovery, ['resources', resource, 'methods', method, 'request', '$ref']);
    const found: Check[] = [];
    if (typeof name === 'string') found.push({ validate: ajv.compile({ $ref: `google#/definitions/${name}` }) });
    const type = typed[operation];
    if (type !== undefined) found.push({ validate: ajv.compile({ $ref: `event-types#/definitions/${type}` }) });
    return found;
  });
}

/** A discovery document is nearly JSON Schema: its references are bare names, `required` is a flag, and no object is closed to misspelt fields. */
function closed(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const { id: _id, required: _required, annotations: _annotations, ...schema } = node as Schema;
  if (typeof schema.$ref === 'string') return { $ref: `google#/definitions/${schema.$ref}` };
  if (schema.type === 'any') return {};
  if (schema.items !== undefined) schema.items = closed(schema.items);
  if (schema.additionalProperties !== undefined) schema.additionalProperties = closed(schema.additionalProperties);
  if (schema.properties !== undefined) {
    schema.properties = eachClosed(schema.properties);
    schema.additionalProperties ??= false;
  }
  return schema;
}

function eachClosed(schemas: unknown): Schema {
  return Object.fromEntries(Object.entries(schemas as Schema).map(([name, schema]) => [name, closed(schema)]));
}

/** Discord documents permissions as strings of digits and takes them so; its OpenAPI document calls them integers. */
function withNumericPermissions(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withNumericPermissions);
  if (typeof body !== 'object' || body === null) return body;
  const { default_member_permissions: permissions } = body as Schema;
  return typeof permissions === 'string' ? { ...body, default_member_permissions: Number(permissions) } : body;
}

/** The types know flags one by one but not combined, no nulls, and not the fields that discord.js adds to every message of its own. */
function withoutDefaults(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutDefaults);
  if (typeof body !== 'object' || body === null) return body;
  const kept = Object.entries(body).filter(
    ([key, value]) => value !== null && !['tts', 'enforce_nonce', 'flags'].includes(key),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutDefaults(value)]));
}

function report(validate: ValidateFunction, body: unknown): string[] {
  if (validate(body)) return [];
  // The branches of a union that were never meant complain close to the root; what is really wrong lies deepest.
  const errors = [...(validate.errors ?? [])].sort((a, b) => depth(b) - depth(a));
  return [...new Set(errors.map(sentence))].slice(0, LONGEST_REPORT);
}

function depth(error: ErrorObject): number {
  return error.instancePath.split('/').length;
}

function sentence(error: ErrorObject): string {
  const { additionalProperty, allowedValues } = error.params as {
    additionalProperty?: string;
    allowedValues?: unknown[];
  };
  const detail = additionalProperty ?? allowedValues?.join(', ');
  return `${error.instancePath || '/'} ${error.message ?? 'does not fit'}${detail === undefined ? '' : ` (${detail})`}`;
}

function remember(find: Find): Find {
  const found = new Map<string, Check[]>();
  return (operation) => {
    const known = found.get(operation) ?? find(operation);
    found.set(operation, known);
    return known;
  };
}

function at(node: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Schema)[key] : undefined),
    node,
  );
}
