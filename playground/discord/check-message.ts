import { refusal } from './api-error.ts';
import { checkLayout } from './check-layout.ts';
import { createForm, type Form, type Path } from './form.ts';
import { isObject, type JsonObject, objectsOf, textAt } from './json.ts';

export const MessageFlag = {
  SuppressEmbeds: 4,
  Ephemeral: 64,
  Loading: 128,
  SuppressNotifications: 4096,
  ComponentsV2: 32_768,
} as const;

/** What of a message must hold together after a request: the request's own fields over what was there. */
export interface Draft {
  content: string;
  embeds: readonly JsonObject[];
  components: readonly JsonObject[];
  attachmentCount: number;
  flags: number;
}

/**
 * Refuses a new or edited message that breaks a limit. `draft` is the message as it would be afterwards.
 *
 * @param body the request's own fields
 * @throws {ApiError} 50035 for a bad form, 50006 for nothing to show
 */
export function checkMessage(body: JsonObject, draft: Draft): void {
  const form = createForm();
  const v2 = (draft.flags & MessageFlag.ComponentsV2) !== 0;
  // The OpenAPI document says 4,000, which is for people who pay; an app has 2,000.
  form.text(body, 'content', [], { max: 2000 });
  checkEmbeds(form, form.list(body, 'embeds', [], { max: 10 }));
  form.list(body, 'components', [], { max: 40 });
  checkLayout(form, draft.components, v2);
  checkAllowedMentions(form, body.allowed_mentions);
  checkNonce(form, body.nonce);
  form.list(body, 'attachments', [], { max: 10 });
  if (v2) {
    for (const [key, used] of [
      ['content', draft.content !== ''],
      ['embeds', draft.embeds.length > 0],
      ['poll', isObject(body.poll)],
    ] as const) {
      if (used) {
        form.fail(
          [key],
          'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
          `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
        );
      }
    }
  }
  form.refuseIfWrong();
  // Rows alone make no plain message on some clients, but the API takes them.
  const hasPoll = isObject(body.poll) || (Array.isArray(body.sticker_ids) && body.sticker_ids.length > 0);
  if (
    draft.content.trim() === '' &&
    draft.embeds.length === 0 &&
    draft.components.length === 0 &&
    draft.attachmentCount === 0 &&
    !hasPoll
  ) {
    throw refusal('emptyMessage');
  }
}

/** Limits of embeds: Discord's documentation, "Embed Limits". */
function checkEmbeds(form: Form, embeds: readonly JsonObject[]): void {
  let total = 0;
  for (const [index, embed] of embeds.entries()) {
    const path = ['embeds', index];
    form.text(embed, 'title', path, { max: 256 });
    form.text(embed, 'description', path, { max: 4096 });
    form.text(embed, 'url', path, { max: 2048 });
    form.integer(embed, 'color', path, { min: 0, max: 0xff_ffff });
    const timestamp = embed.timestamp;
    if (typeof timestamp === 'string' && Number.isNaN(Date.parse(timestamp))) {
      form.fail([...path, 'timestamp'], 'DATE_TIME_TYPE_PARSE', `Could not parse ${timestamp}. Should be ISO8601.`);
    }
    const fields = form.list(embed, 'fields', path, { max: 25 });
    for (const [at, field] of fields.entries()) {
      form.text(field, 'name', [...path, 'fields', at], { min: 1, max: 256, required: true });
      form.text(field, 'value', [...path, 'fields', at], { min: 1, max: 1024, required: true });
    }
    const footer = checkInner(form, embed, 'footer', 'text', 2048, path);
    const author = checkInner(form, embed, 'author', 'name', 256, path);
    const inFields = fields.map((field) => textAt(field, 'name') + textAt(field, 'value'));
    total += [textAt(embed, 'title'), textAt(embed, 'description'), footer, author, ...inFields].join('').length;
    if (isEmptyEmbed(embed)) form.missing([...path, 'description']);
  }
  if (total > 6000) form.fail(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
}

function checkInner(form: Form, embed: JsonObject, key: string, field: string, max: number, path: Path): string {
  const inner = embed[key];
  if (!isObject(inner)) return '';
  return form.text(inner, field, [...path, key], { max }) ?? '';
}

function isEmptyEmbed(embed: JsonObject): boolean {
  const texts = [textAt(embed, 'title'), textAt(embed, 'description')];
  const others = [embed.image, embed.thumbnail, embed.footer, embed.author, embed.video];
  return texts.join('') === '' && !others.some(isObject) && objectsOf(embed.fields).length === 0;
}

function checkAllowedMentions(form: Form, allowed: unknown): void {
  if (!isObject(allowed)) return;
  const path = ['allowed_mentions'];
  const parse = Array.isArray(allowed.parse) ? allowed.parse : [];
  for (const [index, kind] of parse.entries()) {
    if (!['roles', 'users', 'everyone'].includes(String(kind))) {
      form.fail([...path, 'parse', index], 'BASE_TYPE_CHOICES', "Value must be one of ('roles', 'users', 'everyone').");
    }
  }
  for (const key of ['users', 'roles']) {
    const ids = allowed[key];
    if (!Array.isArray(ids)) continue;
    if (ids.length > 100) form.fail([...path, key], 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.');
    if (ids.length > 0 && parse.includes(key)) {
      form.fail(
        [...path, key],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`,
      );
    }
  }
}

function checkNonce(form: Form, nonce: unknown): void {
  if (typeof nonce === 'string' && nonce.length > 25) {
    form.fail(['nonce'], 'NONCE_TYPE_TOO_LONG', 'Nonce must be 25 or fewer in length.');
  } else if (nonce !== undefined && nonce !== null && typeof nonce !== 'string' && !Number.isInteger(nonce)) {
    form.fail(['nonce'], 'NONCE_TYPE_INVALID', 'Nonce must be an integer or a string.');
  }
}
