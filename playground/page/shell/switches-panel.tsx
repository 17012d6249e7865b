import { useState } from 'react';
import type { Action, Persona, Seen, Snapshot } from '../contract.ts';
import { Switch } from './switch.tsx';
import { useTold } from './use-told.ts';

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
  const moved: Persona | undefined = personas.find(({ id }) => id === mover) ?? personas[0];
  const { said, tell } = useTold(act);
  return (
    <section className="pg-panel" aria-labelledby="pg-switches">
      <h2 id="pg-switches">What if</h2>
      <Switch
        label="Google does not answer"
        on={switches.googleDown}
        onSwitch={(down) => tell({ do: 'switch.google', down })}
      />
      {personas
        .filter(({ platform, is }) => platform === 'discord' && is === 'mentor')
        .map(({ id, name }) => (
          <Switch
            key={id}
            label={`${name} takes no direct messages (Discord)`}
            on={switches.dmsClosed.includes(id)}
            onSwitch={(closed) => tell({ do: 'switch.dms', user: id, closed })}
          />
        ))}
      <Switch
        label="Confab is switched off"
        on={confab === 'stopped'}
        onSwitch={(off) => tell({ do: off ? 'confab.stop' : 'confab.restart' })}
      />
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
              onChange={({ target }) => void tell({ do: 'switch.zone', user: moved.id, zone: target.value })}
            >
              {[...new Set([moved.zone, ...zones])].map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => void tell({ do: 'switch.dst', user: moved.id })}>
            Go to the week in which {moved.name}&rsquo;s clocks change
          </button>
        </fieldset>
      ) : null}
      <button type="button" disabled={confab !== 'running'} onClick={() => void tell({ do: 'confab.restart' })}>
        Cut Confab&rsquo;s power and start it again
      </button>
      <p role="status">{confab === 'starting' ? 'Confab is starting…' : said}</p>
    </section>
  );
}
