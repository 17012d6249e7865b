import { type SubmitEvent, useState } from 'react';
import type { ProgramJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { know, refresh } from '#web/data/queries.ts';
import { durationText } from '#web/time/format.ts';
import { Button } from './button.tsx';
import { elsewhere } from './field.tsx';
import { Icon } from './icon.tsx';
import { Problem } from './problem.tsx';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';

const choices = [5, 10, 15, 30, 60, 120, 240, 720, 1_440, 2_880, 10_080];

const sorted = (ids: readonly string[]): string[] => ids.toSorted();

function namedIn({ mentors }: ProgramJson): string[] {
  return sorted(mentors.filter(({ named }) => named).map(({ id }) => id));
}

function NamedMentors({
  mentors,
  named,
  onChange,
}: {
  mentors: ProgramJson['mentors'];
  named: readonly string[];
  onChange: (id: string, on: boolean) => void;
}) {
  return (
    <fieldset className="group">
      <legend>Named mentors</legend>
      {mentors.length === 0 && <p className="hint">Nobody offers sessions here yet.</p>}
      {mentors.map(({ id, name, offers }) => (
        <label key={id} className="check">
          <input
            type="checkbox"
            checked={named.includes(id)}
            onChange={(event) => onChange(id, event.target.checked)}
          />
          <span>
            {name}
            {!offers && <span className="hint"> offers no sessions yet</span>}
          </span>
        </label>
      ))}
      <p className="hint">
        Somebody who is not in this list is named in chat: with <kbd>/confab mentors</kbd> in Discord, with{' '}
        <kbd>/confab settings</kbd> in Slack.
      </p>
    </fieldset>
  );
}

export function ProgrammeSettings({ program, path }: { program: ProgramJson; path: string }) {
  const [base, setBase] = useState(program);
  const [reminders, setReminders] = useState(program.settings.reminders);
  const [mentors, setMentors] = useState(program.settings.mentors);
  const [named, setNamed] = useState(namedIn(program));
  const press = usePress();
  const dirty =
    mentors !== base.settings.mentors ||
    JSON.stringify(reminders) !== JSON.stringify(base.settings.reminders) ||
    JSON.stringify(named) !== JSON.stringify(namedIn(base));

  const take = (next: ProgramJson): void => {
    setBase(next);
    setReminders(next.settings.reminders);
    setMentors(next.settings.mentors);
    setNamed(namedIn(next));
    press.clear();
  };
  if (program.revision !== base.revision && !dirty && !press.busy) take(program);

  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await press.run(async () => {
      const saved = await ask<ProgramJson>('PUT', path, {
        body: { reminders, mentors, named },
        ifMatch: base.revision,
      });
      if (saved.ok) know(path, saved.value);
      await refresh((shown) => shown === path);
      return saved;
    });
    if (!answer?.ok) return;
    toast('The settings are saved.');
    take(answer.value);
  };
  const left = choices.filter((minutes) => !reminders.includes(minutes));

  return (
    <section aria-labelledby="settings">
      <h2 id="settings">Settings</h2>
      <form className="card form" onSubmit={(event) => void save(event)}>
        <fieldset className="group">
          <legend>Reminders before a session</legend>
          <ul className="removable">
            {reminders.map((minutes) => (
              <li key={minutes}>
                {durationText(minutes)}
                <button
                  type="button"
                  className="plain-icon"
                  onClick={() => setReminders(reminders.filter((other) => other !== minutes))}
                >
                  <Icon name="cross" />
                  <span className="unseen">Remove the reminder {durationText(minutes)} before</span>
                </button>
              </li>
            ))}
            {reminders.length === 0 && <li className="hint">None</li>}
          </ul>
          <label className="inline">
            <span>Add</span>
            <select
              value=""
              onChange={(event) => setReminders([...reminders, Number(event.target.value)].sort((a, b) => b - a))}
            >
              <option value="">Choose</option>
              {left.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {durationText(minutes)} before
                </option>
              ))}
            </select>
          </label>
        </fieldset>
        <fieldset className="group">
          <legend>Who may offer sessions</legend>
          <label className="check">
            <input type="radio" name="mentors" checked={mentors === 'anyone'} onChange={() => setMentors('anyone')} />
            <span>Anyone in the programme</span>
          </label>
          <label className="check">
            <input type="radio" name="mentors" checked={mentors === 'named'} onChange={() => setMentors('named')} />
            <span>Only people an organiser has named</span>
          </label>
        </fieldset>
        {mentors === 'named' && (
          <NamedMentors
            mentors={program.mentors}
            named={named}
            onChange={(id, on) =>
              setNamed((before) => sorted(on ? [...before, id] : before.filter((one) => one !== id)))
            }
          />
        )}
        {press.problem && elsewhere(press.problem, []) && <Problem problem={press.problem} />}
        {press.problem?.status === 412 && <Button onClick={() => take(program)}>Show the newest settings</Button>}
        <div className="buttons">
          <Button look="main" type="submit" busy={press.busy} disabled={!dirty}>
            Save settings
          </Button>
        </div>
      </form>
    </section>
  );
}
