import type { Person } from './person.ts';

/** Whether every word that somebody typed is somewhere in the mentor's names or topics. An empty query fits everybody. */
export function matchesQuery(mentor: Person, query: string): boolean {
  const words = query.toLowerCase().replace(/^@/, '').split(/\s+/).filter(Boolean);
  const names = [mentor.name, ...mentor.accounts.map((account) => account.name), ...(mentor.mentor?.topics ?? [])];
  const text = names.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
