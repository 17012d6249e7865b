/** Reads what the API leaves untyped: components, embeds, options. */
import type { JsonObject } from '../../discord/json.ts';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function objectAt(holder: JsonObject, key: string): JsonObject | null {
  const value = holder[key];
  return isObject(value) ? value : null;
}

export function objectsAt(holder: JsonObject, key: string): JsonObject[] {
  const value = holder[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Empty where there is none. */
export function textAt(holder: JsonObject, key: string): string {
  const value = holder[key];
  return typeof value === 'string' ? value : '';
}

export function numberAt(holder: JsonObject, key: string): number | null {
  const value = holder[key];
  return typeof value === 'number' ? value : null;
}
