import { useState } from 'react';
import type { Action, Persona, Seen, Snapshot } from '../contract.ts';

const zones = [
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/Lisbon',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Lagos',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Adelaide',
  'Pacific/Auckland',
];

/** What may go wrong, or be different, in the world around. */
export function SwitchesPanel({
  confab,
  switches,
  personas,
  act,
}: Pick<Snapshot, 'confab' | 'switches' | 'personas'> & { act: (action: Action) => Promise<Seen> }) {
  const [mover, setMover] = useState(personas[0]?.id ?? '');
  const [said, setSaid] = useState('');
  const moved: Persona | undefined = personas.find(({ id }) => id === mover) ?? personas[0];
  const tell = (action: Action) => void act(action).then(({ notice }) => setSaid(notice ?? ''));
  return (
    <section className="pg-panel" aria-labelledby="pg-switches">
      <h2 id="pg-switches">What if</h2>
      <label className="pg-check">
        <input
          type="checkbox"
          checked={switches.googleDown}
          onChange={({ target }) => tell({ do: 'switch.google', down: target.checked })}
        />
        Google does not answer
      </label>
      {personas
        .filter(({ platform, is }) => platform === 'discord' && is === 'mentor')
        .map(({ id, name }) => (
          <label key={id} className="pg-check">
            <input
              type="checkbox"
              checked={switches.dmsClosed.includes(id)}
              onChange={({ target }) => tell({ do: 'switch.dms', user: id, closed: target.checked })}
            />
            {name} takes no direct messages (Discord)
          </label>
        ))}
      {moved ? (
        <fieldset className="pg-fields">
          <legend>Somebody is elsewhere</legend>
          <label>
            Who
            <select value={moved.id} onChange={({ target }) => setMover(target.value)}>
              {personas.map(({ id, name, platform }) => (
                <option key={id} value={id}>
                  {name} ({platform === 'discord' ? 'Discord' : 'Slack'})
                </option>
              ))}
            </select>
          </label>
          <label>
            Their zone
            <select
              value={moved.zone}
              onChange={({ target }) => tell({ do: 'switch.zone', user: moved.id, zone: target.value })}
            >
              {[...new Set([moved.zone, ...zones])].map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => tell({ do: 'switch.dst', user: moved.id })}>
            Go to the week in which {moved.name}&rsquo;s clocks change
          </button>
        </fieldset>
      ) : null}
      <button type="button" disabled={confab !== 'running'} onClick={() => tell({ do: 'confab.restart' })}>
        Cut Confab&rsquo;s power and start it again
      </button>
      <p role="status">{confab === 'running' ? said : `Confab is ${confab}…`}</p>
    </section>
  );
}
