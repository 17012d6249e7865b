import { describe, expect, it } from 'vitest';
import { createDesk } from '#core/desk/create-desk.ts';
import type { Asker, Visitor } from '#core/desk/visitor.ts';
import type { ProgramId } from '#core/ids.ts';
import { onDiscord, onSlack, useSmallHouse } from '../../fakes/small-house.ts';
import { readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();

async function linkFor(visitor: Visitor): Promise<URL> {
  const { headline } = await house.desk.dashboard(visitor);
  const link = headline.find((inline) => typeof inline === 'object' && 'link' in inline);
  if (typeof link !== 'object' || !('link' in link)) throw new Error('There is no link.');
  return new URL(link.link);
}

async function organizedBy(asker: Asker): Promise<ProgramId[]> {
  const { hash } = await linkFor(await house.desk.arrive(asker));
  return [...((await house.access.signIn(hash.slice(1)))?.caller.organizes ?? [])];
}

describe('the dashboard', () => {
  it('is opened by a link that signs in, once, and says not to pass it on', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    expect(readAloud(await house.desk.dashboard(leo)).replace(/#[\w-]+/, '#SECRET')).toBe(
      'Your dashboard: open it and sign in (https://confab.example/sign-in#SECRET).\n\n' +
        'The link works once, for 10 minutes. Do not pass it on: it signs in whoever opens it, as you.',
    );
    const { hash } = await linkFor(leo);
    expect((await house.access.signIn(hash.slice(1)))?.caller.person.id).toBe(leo.person.id);
    expect(await house.access.signIn(hash.slice(1))).toBeNull();
  });

  it('keeps the secret behind the # and nowhere else in the address', async () => {
    const { origin, pathname, search, hash } = await linkFor(await house.desk.arrive(onSlack('Leo')));
    expect([origin, pathname, search]).toEqual(['https://confab.example', '/sign-in', '']);
    expect(hash).toMatch(/^#cfbl_/);
  });

  it('knows organisers, by the word of their platform or by name, and nobody else', async () => {
    const boss = await house.desk.arrive(onDiscord('Olga', { admin: true }));
    const leo = await house.desk.arrive(onDiscord('Leo'));
    expect(await organizedBy(onDiscord('Olga', { admin: true }))).toEqual(['discord:guild']);
    expect(await organizedBy(onDiscord('Leo'))).toEqual([]);
    await house.desk.name(boss, { role: 'organizer', add: [leo.person] });
    expect(await organizedBy(onDiscord('Leo'))).toEqual(['discord:guild']);
    // In a direct message Discord does not say who runs what.
    expect(await organizedBy(onDiscord('Olga', { community: null }))).toEqual([]);
  });

  it('ends with the name for those who organise by name, though they signed in before', async () => {
    const boss = await house.desk.arrive(onDiscord('Olga', { admin: true }));
    const { person } = await house.desk.arrive(onDiscord('Leo'));
    await house.desk.name(boss, { role: 'organizer', add: [person] });
    const { hash } = await linkFor(await house.desk.arrive(onDiscord('Leo')));
    const { secret } = (await house.access.signIn(hash.slice(1)))!;
    await house.desk.name(boss, { role: 'organizer', remove: [person] });
    expect((await house.access.enter(secret, 'session'))?.organizes).toEqual(new Set());
  });

  it.each([{ publicUrl: null }, { access: null }])(
    'is said not to be there, and is not in the help, where there is none: %j',
    async (missing) => {
      const ports = { access: house.access, publicUrl: 'https://confab.example' };
      const { meetings, stores, clock } = house;
      const desk = createDesk({
        ...stores,
        ...{ meetings, clock, ...ports, ...missing },
        meetingStore: stores.meetings,
      });
      const leo = await desk.arrive(onDiscord('Leo'));
      expect(readAloud(await desk.dashboard(leo))).toBe(
        'This Confab has no dashboard: everything is done here in chat. /help says what there is.',
      );
      expect(readAloud(desk.help(leo))).not.toContain('/dashboard');
      expect(readAloud(house.desk.help(leo))).toContain('/dashboard');
      expect(house.db.all('SELECT id FROM credentials')).toEqual([]);
    },
  );
});
