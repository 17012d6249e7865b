import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { MeetingJson, MentorJson, NewMeetingJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { refresh } from '#web/data/queries.ts';
import { concerns } from '#web/data/what-changed.ts';
import { focusHeading } from '#web/shell/keep-focus.ts';
import { Link } from '#web/shell/link.tsx';
import { Page } from '#web/shell/page.tsx';
import { useMe, useZone } from '#web/shell/who.tsx';
import { durationText, momentText, placeOf, sameClock, timeThere } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { Button } from './button.tsx';
import { elsewhere, Field } from './field.tsx';
import { lengths } from './lengths.ts';
import { NextFree } from './next-free.tsx';
import { Problem } from './problem.tsx';
import { SlotPicker } from './slot-picker.tsx';
import { usePress } from './use-press.ts';

type Step = 'fill' | 'review' | 'done';
const steps: Record<Step, string> = { fill: 'Time and subject', review: 'Review', done: 'Done' };
const fieldsHere = ['subject', 'description', 'duration', 'programId'];

export function BookingForm({ mentor }: { mentor: MentorJson }) {
  const me = useMe();
  const zone = useZone();
  const now = useNow(60_000);
  const press = usePress();
  const stepHeading = useRef<HTMLHeadingElement>(null);

  const [step, setStep] = useState<Step>('fill');
  const [at, setAt] = useState<string | null>(null);
  const [duration, setDuration] = useState(mentor.duration);
  const [subject, setSubject] = useState('');
  const [description, setDescription] = useState('');
  const shared = me.programs.filter(({ id }) => mentor.programIds.includes(id));
  const [programId, setProgramId] = useState(shared[0]?.id);
  /** The request that was sent, and its key: the same key for the same request, however often it is sent, and for no other. */
  const sent = useRef({ request: '', key: '' });
  const moved = useRef(false);
  const [booked, setBooked] = useState<MeetingJson | null>(null);
  const [missing, setMissing] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the heading that is shown is another one at each step.
  useEffect(() => {
    if (moved.current && stepHeading.current) focusHeading(stepHeading.current);
  }, [step]);

  const review = (event: SubmitEvent): void => {
    event.preventDefault();
    setMissing(at === null);
    if (at === null) return;
    moved.current = true;
    setStep('review');
  };

  const confirm = async (): Promise<void> => {
    if (at === null) return;
    const body: NewMeetingJson = {
      mentorId: mentor.id,
      scheduledAt: at,
      duration,
      subject: subject.trim(),
      ...(description.trim() === '' ? {} : { description: description.trim() }),
      ...(shared.length > 1 && programId !== undefined ? { programId } : {}),
    };
    const request = JSON.stringify(body);
    if (sent.current.request !== request) sent.current = { request, key: newKey() };
    const answer = await press.run(() =>
      ask<MeetingJson>('POST', '/api/meetings/create', { body, idempotencyKey: sent.current.key }),
    );
    if (!answer) return;
    if (answer.ok) {
      setBooked(answer.value);
      setStep('done');
      await refresh(concerns({ about: 'meeting', id: answer.value.id }));
    } else if (!elsewhere(answer.problem, fieldsHere)) setStep('fill');
  };

  const chosen = at === null ? '' : momentText(at, zone, now);
  const there =
    at !== null && mentor.zone !== null && !sameClock(at, zone, mentor.zone)
      ? ` (${timeThere(at, mentor.zone, zone)} for ${mentor.name})`
      : '';

  return (
    <Page title={`Book ${mentor.name}`}>
      <ol className="steps">
        {Object.entries(steps).map(([name, words]) => (
          <li key={name} aria-current={name === step ? 'step' : undefined}>
            {words}
          </li>
        ))}
      </ol>
      {step === 'fill' && (
        <form className="card form" onSubmit={review}>
          <h2 ref={stepHeading}>{steps.fill}</h2>
          <div className="row">
            <Field label="Length" name="duration" problem={press.problem}>
              {(described) => (
                <select
                  {...described}
                  value={duration}
                  onChange={(event) => {
                    setDuration(Number(event.target.value));
                    setAt(null);
                  }}
                >
                  {lengths(mentor.duration).map((minutes) => (
                    <option key={minutes} value={minutes}>
                      {durationText(minutes)}
                      {minutes === mentor.duration ? ' (usual)' : ''}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {shared.length > 1 && (
              <Field label="Programme" name="programId" problem={press.problem}>
                {(described) => (
                  <select {...described} value={programId} onChange={(event) => setProgramId(event.target.value)}>
                    {shared.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            )}
          </div>
          <SlotPicker
            mentorId={mentor.id}
            duration={duration}
            startAt={mentor.soonest}
            value={at}
            onChange={(instant) => {
              setAt(instant);
              setMissing(false);
            }}
          />
          {missing && (
            <p className="field-problem" role="alert">
              Please choose a time.
            </p>
          )}
          <Field label="What is it about?" hint="In a few words." name="subject" problem={press.problem}>
            {(described) => (
              <input
                {...described}
                required
                maxLength={150}
                value={subject}
                onChange={(event) => setSubject(event.target.value)}
              />
            )}
          </Field>
          <Field
            label="What should your mentor know before? (optional)"
            hint="Where you are stuck, what you have tried, links. Only the two of you see it."
            name="description"
            problem={press.problem}
          >
            {(described) => (
              <textarea
                {...described}
                rows={5}
                maxLength={2_000}
                value={description}
                onChange={(event) => setDescription(event.target.value)}
              />
            )}
          </Field>
          <div className="buttons">
            <Button look="main" type="submit">
              Review
            </Button>
            <Link className="button button-quiet" href="/book">
              Another mentor
            </Link>
          </div>
        </form>
      )}
      {step === 'review' && (
        <section className="card form">
          <h2 ref={stepHeading}>{steps.review}</h2>
          <dl className="facts">
            <dt>Mentor</dt>
            <dd>{mentor.name}</dd>
            <dt>When</dt>
            <dd>
              {chosen} in {placeOf(zone)}
              {there}
            </dd>
            <dt>Length</dt>
            <dd>{durationText(duration)}</dd>
            <dt>Subject</dt>
            <dd>{subject.trim()}</dd>
            {description.trim() !== '' && (
              <>
                <dt>Description</dt>
                <dd className="written">{description.trim()}</dd>
              </>
            )}
          </dl>
          <p className="hint">{mentor.name} is asked, and nothing is booked until they accept.</p>
          {press.problem && <Problem problem={press.problem} />}
          {press.problem && (
            <NextFree
              problem={press.problem}
              onChoose={(instant) => {
                press.clear();
                setAt(instant);
              }}
            />
          )}
          <div className="buttons">
            <Button look="main" busy={press.busy} onClick={() => void confirm()}>
              Ask {mentor.name}
            </Button>
            <Button onClick={() => setStep('fill')}>Change it</Button>
          </div>
        </section>
      )}
      {step === 'done' && (
        <section className="card form">
          <h2 ref={stepHeading}>{mentor.name} is asked</h2>
          <p>
            For <strong>{chosen}</strong>
            {there}. You are told as soon as they answer, here and in your chat.
          </p>
          <div className="buttons">
            {booked && (
              <Link className="button button-main" href={`/sessions/${encodeURIComponent(booked.id)}`}>
                Show the request
              </Link>
            )}
            <Link className="button button-plain" href="/">
              To your sessions
            </Link>
          </div>
        </section>
      )}
    </Page>
  );
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
