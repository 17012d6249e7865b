/** A JSON object whose shape has not been checked yet. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list; anything else in it, or anything that is no list, is left out. */
export function objectsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `true`, `"true"`, `1` and `"1"` all mean yes in the Web API, because form bodies know only strings. */
export function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === '1';
}

/** The text inside a text object. */
export function textIn(value: unknown): string | undefined {
  return isFields(value) ? stringOf(value.text) : undefined;
}
