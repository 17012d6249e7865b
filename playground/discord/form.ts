import { ApiError } from './api-error.ts';
import { isObject, type JsonObject } from './json.ts';

export type Path = readonly (string | number)[];

interface LengthRule {
  min?: number;
  max: number;
  required?: boolean;
}

/** Collects what is wrong with a request's body and refuses it as Discord does: 50035 with the errors nested by path. */
export interface Form {
  fail(path: Path, code: string, message: string): void;
  missing(path: Path): void;
  /** The text at a key; undefined where it is absent (which is wrong only when required) or no text. Lengths are in UTF-16 units: the stricter reading. */
  text(holder: JsonObject, key: string, path: Path, rule: LengthRule): string | undefined;
  integer(holder: JsonObject, key: string, path: Path, rule: LengthRule): number | undefined;
  choice<T extends number | string>(
    holder: JsonObject,
    key: string,
    path: Path,
    allowed: readonly T[],
    required?: boolean,
  ): T | undefined;
  /** The objects of the list at a key, empty where it is absent. */
  list(holder: JsonObject, key: string, path: Path, rule: LengthRule): JsonObject[];
  /** @throws {ApiError} 50035 when anything was wrong */
  refuseIfWrong(): void;
}

export function createForm(): Form {
  const errors: JsonObject = {};
  let wrong = false;

  const fail: Form['fail'] = (path, code, message) => {
    wrong = true;
    let node = errors;
    for (const key of path) {
      const inner = node[key];
      const next: JsonObject = isObject(inner) ? inner : {};
      node[key] = next;
      node = next;
    }
    const known = node._errors;
    node._errors = [...(Array.isArray(known) ? known : []), { code, message }];
  };
  const missing: Form['missing'] = (path) => fail(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  const badLength = (path: Path, { min = 0, max }: LengthRule) =>
    min === 0
      ? fail(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
      : fail(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  const absent = (value: unknown, path: Path, required: boolean) => {
    if (value !== undefined && value !== null) return false;
    if (required) missing(path);
    return true;
  };

  return {
    fail,
    missing,
    text(holder, key, path, rule) {
      const value = holder[key];
      const here = [...path, key];
      if (absent(value, here, rule.required ?? false)) return undefined;
      if (typeof value !== 'string') {
        fail(here, 'STRING_TYPE_CONVERT', `Could not interpret "${String(value)}" as string.`);
        return undefined;
      }
      if (value.length > rule.max || value.length < (rule.min ?? 0)) badLength(here, rule);
      return value;
    },
    integer(holder, key, path, { min = 0, max, required = false }) {
      const value = holder[key];
      const here = [...path, key];
      if (absent(value, here, required)) return undefined;
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        fail(here, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
        return undefined;
      }
      if (value > max) fail(here, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
      if (value < min) fail(here, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
      return value;
    },
    choice(holder, key, path, allowed, required = false) {
      const value = holder[key];
      const here = [...path, key];
      if (absent(value, here, required)) return undefined;
      const found = allowed.find((one) => one === value);
      if (found === undefined) fail(here, 'BASE_TYPE_CHOICES', `Value must be one of (${allowed.join(', ')}).`);
      return found;
    },
    list(holder, key, path, rule) {
      const value = holder[key];
      const here = [...path, key];
      if (absent(value, here, rule.required ?? false)) return [];
      if (!Array.isArray(value)) {
        fail(here, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
        return [];
      }
      if (value.length > rule.max || value.length < (rule.min ?? 0)) badLength(here, rule);
      for (const [index, item] of value.entries()) {
        if (!isObject(item)) fail([...here, index], 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
      }
      return value.filter(isObject);
    },
    refuseIfWrong() {
      if (wrong) throw new ApiError(400, 50035, 'Invalid Form Body', errors);
    },
  };
}
