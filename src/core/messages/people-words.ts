import type { Person } from '#core/people/person.ts';
import type { Inline } from './message.ts';

export function who(person: Person): Inline {
  return { person: { name: person.name, accounts: person.accounts } };
}

/** "React, SQL", or that none are named. */
export function topicsOf(person: Person): string {
  const topics = person.mentor?.topics ?? [];
  return topics.length > 0 ? topics.join(', ') : 'no topics named yet';
}

/** "a", "a and b", "a, b and c", of anything that can stand in a message. */
export function listed(items: readonly Inline[], word = 'and'): Inline[] {
  return items.flatMap((item, index): Inline[] => {
    if (index === 0) return [item];
    return [index === items.length - 1 ? ` ${word} ` : ', ', item];
  });
}
