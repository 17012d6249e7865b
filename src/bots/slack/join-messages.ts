import { type Message, plainMessage } from '#core/messages/message.ts';

/** Several messages as one: the first one's headline, and the others below. */
export function joinMessages([first, ...others]: readonly Message[]): Message {
  if (!first) return plainMessage([]);
  const below = others.flatMap(({ headline, sections, buttons }) => [
    { nodes: [{ text: headline }], buttons: [] },
    ...sections,
    ...(buttons ? [{ nodes: [], buttons }] : []),
  ]);
  return { ...first, sections: [...first.sections, ...below] };
}
