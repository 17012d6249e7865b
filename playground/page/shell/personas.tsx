import type { Persona } from '../contract.ts';

/** Who one is on a platform. */
export function Personas({
  platform,
  personas,
  chosen,
  unreadOf,
  onChoose,
}: {
  platform: string;
  personas: readonly Persona[];
  chosen: string;
  unreadOf: (persona: Persona) => number;
  onChoose: (id: string) => void;
}) {
  return (
    <fieldset className="pg-personas" aria-label={`You are, on ${platform}`}>
      {personas.map((persona) => {
        const unread = unreadOf(persona);
        return (
          <button
            key={persona.id}
            type="button"
            aria-pressed={persona.id === chosen}
            onClick={() => onChoose(persona.id)}
          >
            <strong>{persona.name}</strong> <span>{persona.is}</span>
            {unread > 0 ? (
              <span className="pg-count">
                {unread}
                <span className="pg-unseen"> new</span>
              </span>
            ) : null}
          </button>
        );
      })}
    </fieldset>
  );
}
