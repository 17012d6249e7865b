import { type SubmitEvent, useState } from 'react';
import type { MentorOfferJson, MentorProfileJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { refresh } from '#web/data/queries.ts';
import { Button } from '#web/parts/button.tsx';
import { ExceptionsFields } from '#web/parts/exceptions-fields.tsx';
import { elsewhere, Field, GroupProblem } from '#web/parts/field.tsx';
import { HoursFields } from '#web/parts/hours-fields.tsx';
import { HoursPicture } from '#web/parts/hours-picture.tsx';
import { lengths } from '#web/parts/lengths.ts';
import { LentCalendar } from '#web/parts/lent-calendar.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { toast } from '#web/parts/toasts.tsx';
import { usePress } from '#web/parts/use-press.ts';
import { ZoneSelect } from '#web/parts/zone-select.tsx';
import { Page } from '#web/shell/page.tsx';
import { useMe, useZone } from '#web/shell/who.tsx';
import { dayOf } from '#web/time/days.ts';
import { type ExceptionRow, exceptionRowsOf, exceptionsOf } from '#web/time/exceptions.ts';
import { durationText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { type HoursRow, rowsOf, windowsOf } from '#web/time/windows.ts';

const notices = [0, 30, 60, 120, 240, 480, 720, 1_440, 2_880, 4_320, 7 * 1_440, 14 * 1_440];
const fields = ['topics', 'hours', 'exceptions', 'hoursZone', 'duration', 'notice'];

/** A new mentor begins with an evening's length, and time to prepare. */
const fresh = (hoursZone: string): MentorProfileJson => ({
  topics: [],
  hours: [],
  exceptions: [],
  hoursZone,
  duration: 30,
  notice: 120,
  open: true,
});

export function Mentoring() {
  const me = useMe();
  const zone = useZone();
  const stored = me.mentor ?? fresh(zone);
  /** What is in the form was made from this revision. */
  const [base, setBase] = useState(me.mentorRevision);
  const [round, setRound] = useState(0);
  const [dirty, setDirty] = useState(false);
  const show = (revision: number): void => {
    setBase(revision);
    setRound(round + 1);
    setDirty(false);
  };
  // Changed in chat or another window while nothing was typed here: then it is simply shown.
  if (me.mentorRevision !== base && !dirty) show(me.mentorRevision);

  return (
    <Page title="Mentoring">
      <p className="lead">
        {me.mentor
          ? me.mentor.open
            ? 'You are taking requests. This is what learners can ask for.'
            : 'You are not taking new requests at the moment. What is booked stays booked.'
          : 'Would you like to help others? Say what with, and when you have time.'}
      </p>
      {!me.programs.some(({ mayMentor }) => mayMentor) && me.programs.length > 0 && (
        <p className="warning">
          An organiser of your programme still has to name you as a mentor before people find you.
        </p>
      )}
      <MentorForm
        key={round}
        stored={stored}
        isNew={!me.mentor}
        base={base}
        onDirty={() => setDirty(true)}
        onSaved={show}
        onTakeNewest={() => show(me.mentorRevision)}
        onKeepMine={() => setBase(me.mentorRevision)}
      />
      {me.mentor && <LentCalendar />}
    </Page>
  );
}

function MentorForm({
  stored,
  isNew,
  base,
  onDirty,
  onSaved,
  onTakeNewest,
  onKeepMine,
}: {
  stored: MentorProfileJson;
  isNew: boolean;
  /** The revision that the form was filled from. */
  base: number;
  onDirty: () => void;
  onSaved: (revision: number) => void;
  onTakeNewest: () => void;
  onKeepMine: () => void;
}) {
  const [topics, setTopics] = useState(stored.topics.join(', '));
  const [rows, setRows] = useState<HoursRow[]>(() => rowsOf(stored.hours));
  const [exceptionRows, setExceptionRows] = useState<ExceptionRow[]>(() => exceptionRowsOf(stored.exceptions));
  const [hoursZone, setHoursZone] = useState(stored.hoursZone);
  const [duration, setDuration] = useState(stored.duration);
  const [notice, setNotice] = useState(stored.notice);
  const [open, setOpen] = useState(stored.open);
  const [unfilled, setUnfilled] = useState(false);
  const press = usePress();
  const overtaken = press.problem?.status === 412;
  const today = dayOf(useNow(), hoursZone);
  const windows = windowsOf(rows);
  const exceptions = exceptionsOf(exceptionRows);

  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setUnfilled(windows === null || exceptions === null);
    if (!windows || !exceptions) return;
    const body: MentorProfileJson = {
      topics: topics
        .split(/[,;\n]/)
        .map((topic) => topic.trim())
        .filter(Boolean),
      hours: windows,
      exceptions,
      hoursZone,
      duration,
      notice,
      open,
    };
    const answer = await press.run(async () => {
      const saved = await ask<MentorOfferJson>('PUT', '/api/me/mentor', { body, ifMatch: base });
      await refresh((path) => path === '/api/me' || path.startsWith('/api/mentors'));
      return saved;
    });
    if (!answer?.ok) return;
    toast('Saved. Thank you for helping.');
    onSaved(answer.value.revision);
  };

  return (
    <form className="card form" onSubmit={(event) => void save(event)} onChange={onDirty}>
      <label className="check">
        <input type="checkbox" checked={open} onChange={(event) => setOpen(event.target.checked)} />
        <span>I take new requests</span>
      </label>
      <Field
        label="Topics"
        hint="What you can help with, with commas between: React, SQL, job interviews"
        name="topics"
        problem={press.problem}
      >
        {(described) => (
          <input {...described} required value={topics} onChange={(event) => setTopics(event.target.value)} />
        )}
      </Field>
      <fieldset className="group">
        <legend>Weekly hours</legend>
        <Field label="Time zone of these hours" name="hoursZone" problem={press.problem}>
          {(described) => (
            <ZoneSelect
              described={described}
              value={hoursZone}
              onChange={(next) => {
                setHoursZone(next);
                onDirty();
              }}
            />
          )}
        </Field>
        <HoursFields
          rows={rows}
          onChange={(next) => {
            setRows(next);
            setUnfilled(false);
            onDirty();
          }}
        />
        {windows && <HoursPicture windows={windows} />}
        <GroupProblem
          unfilled={
            unfilled && windows === null
              ? 'Please fill in both times of each row, like 17:30 or 5:30 pm, or remove it.'
              : null
          }
          problem={press.problem}
          name="hours"
        />
      </fieldset>
      <fieldset className="group">
        <legend>Exceptions</legend>
        <p className="hint">
          Days off, and dates with other hours than usual. For a single date, leave the last day empty. What is over
          goes away by itself.
        </p>
        <ExceptionsFields
          rows={exceptionRows}
          today={today}
          onChange={(next) => {
            setExceptionRows(next);
            setUnfilled(false);
            onDirty();
          }}
        />
        <GroupProblem
          unfilled={
            unfilled && exceptions === null
              ? 'Please fill in the first day and all times, like 17:30 or 5:30 pm, or remove the exception.'
              : null
          }
          problem={press.problem}
          name="exceptions"
        />
      </fieldset>
      <div className="row">
        <Field label="Length of a session" name="duration" problem={press.problem}>
          {(described) => (
            <select {...described} value={duration} onChange={(event) => setDuration(Number(event.target.value))}>
              {lengths(stored.duration).map((minutes) => (
                <option key={minutes} value={minutes}>
                  {durationText(minutes)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="To be asked for at least" name="notice" problem={press.problem}>
          {(described) => (
            <select {...described} value={notice} onChange={(event) => setNotice(Number(event.target.value))}>
              {[...new Set([...notices, stored.notice])]
                .sort((a, b) => a - b)
                .map((minutes) => (
                  <option key={minutes} value={minutes}>
                    {minutes === 0 ? 'any time before' : `${durationText(minutes)} before`}
                  </option>
                ))}
            </select>
          )}
        </Field>
      </div>
      {press.problem && elsewhere(press.problem, fields) && <Problem problem={press.problem} />}
      {overtaken && (
        <div className="overtaken">
          <p>
            What you have typed is still here. You can look at the new settings instead, or keep yours and save again.
          </p>
          <Button onClick={onTakeNewest}>Show the new settings</Button>
          <Button
            look="quiet"
            onClick={() => {
              onKeepMine();
              press.clear();
            }}
          >
            Keep mine
          </Button>
        </div>
      )}
      <div className="buttons">
        <Button look="main" type="submit" busy={press.busy} disabled={overtaken}>
          {isNew ? 'Offer sessions' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
