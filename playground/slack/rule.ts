import { isFields } from './fields.ts';

/** One thing Slack would refuse, worded and located as its `response_metadata.messages` do. */
export interface Finding {
  message: string;
  /** JSON pointer from the request's root, such as `/blocks/0/text`. */
  pointer: string;
}

/** Looks at one value and reports what is wrong with it. */
export type Rule = (value: unknown, pointer: string, findings: Finding[]) => void;

/** A string of at least `min` and at most `max` UTF-16 units; Slack refuses the empty string almost everywhere. */
export function text(max: number, min = 1): Rule {
  return (value, pointer, findings) => {
    if (typeof value !== 'string') findings.push({ message: 'must be a string', pointer });
    else if (value.length < min) findings.push({ message: `must be more than ${min - 1} characters`, pointer });
    else if (value.length > max) findings.push({ message: `must be less than ${max + 1} characters`, pointer });
  };
}

export function matching(pattern: RegExp, what: string): Rule {
  return (value, pointer, findings) => {
    if (typeof value !== 'string' || !pattern.test(value)) findings.push({ message: `must be ${what}`, pointer });
  };
}

export const flag: Rule = (value, pointer, findings) => {
  if (typeof value !== 'boolean') findings.push({ message: 'must be a boolean', pointer });
};

export function whole(min: number, max: number): Rule {
  return (value, pointer, findings) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      findings.push({ message: 'must be an integer', pointer });
    else if (value < min) findings.push({ message: `must be greater than or equal to ${min}`, pointer });
    else if (value > max) findings.push({ message: `must be less than or equal to ${max}`, pointer });
  };
}

export function among(...allowed: unknown[]): Rule {
  return (value, pointer, findings) => {
    if (!allowed.includes(value)) findings.push({ message: 'must be a valid enum value', pointer });
  };
}

export function list(item: Rule, min: number, max: number): Rule {
  return (value, pointer, findings) => {
    if (!Array.isArray(value)) {
      findings.push({ message: 'must provide an array', pointer });
      return;
    }
    if (value.length < min) findings.push({ message: `no less than ${min} items allowed`, pointer });
    if (value.length > max) findings.push({ message: `no more than ${max} items allowed`, pointer });
    value.forEach((entry, index) => {
      item(entry, `${pointer}/${index}`, findings);
    });
  };
}

/** An object with exactly these fields: Slack refuses a field it does not know. */
export function shape(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  return (value, pointer, findings) => {
    if (!isFields(value)) {
      findings.push({ message: 'must provide an object', pointer });
      return;
    }
    for (const [name, rule] of Object.entries(required)) {
      if (value[name] === undefined) findings.push({ message: `missing required field: ${name}`, pointer });
      else rule(value[name], `${pointer}/${name}`, findings);
    }
    for (const [name, rule] of Object.entries(optional)) {
      if (value[name] !== undefined) rule(value[name], `${pointer}/${name}`, findings);
    }
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(required, name) && !Object.hasOwn(optional, name)) {
        findings.push({ message: `invalid additional property: ${name}`, pointer });
      }
    }
  };
}

/** An object told apart by its `type`; every other type is unsupported in this place. */
export function byType(kinds: Record<string, Rule>): Rule {
  return (value, pointer, findings) => {
    if (!isFields(value)) findings.push({ message: 'must provide an object', pointer });
    else if (typeof value.type !== 'string') findings.push({ message: 'missing required field: type', pointer });
    else if (!Object.hasOwn(kinds, value.type)) {
      findings.push({ message: `unsupported type: ${value.type}`, pointer: `${pointer}/type` });
    } else kinds[value.type]?.(value, pointer, findings);
  };
}

export function all(...rules: Rule[]): Rule {
  return (value, pointer, findings) => {
    for (const rule of rules) rule(value, pointer, findings);
  };
}

/** A rule about several fields at once; `complaint` returns what is wrong, if anything. */
export function together(complaint: (fields: Record<string, unknown>) => string | undefined): Rule {
  return (value, pointer, findings) => {
    if (!isFields(value)) return;
    const message = complaint(value);
    if (message) findings.push({ message, pointer });
  };
}

export function picked(kinds: Record<string, Rule>, ...names: string[]): Record<string, Rule> {
  return Object.fromEntries(Object.entries(kinds).filter(([name]) => names.includes(name)));
}
