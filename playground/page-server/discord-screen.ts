import type { DiscordRoom, DiscordScreen } from '../page/contract.ts';
import type { House } from './house.ts';

/** Discord as this person's client shows it. */
export function discordScreen({ stage: { discord, server } }: House, persona: string): DiscordScreen {
  const rooms = discord.rooms(persona).map((room): DiscordRoom => {
    return room.kind === 'dm' ? { ...room, id: 'dm', name: 'Confab' } : room;
  });
  // The client offers it before anything was said in it.
  if (rooms.every(({ id }) => id !== 'dm'))
    rooms.push({ id: 'dm', kind: 'dm', name: 'Confab', private: true, messages: [] });
  return {
    persona,
    server: server.name,
    rooms,
    commands: discord.offered(persona, server.general),
    names: discord.names(),
    modal: discord.openModal(persona) ?? null,
  };
}
