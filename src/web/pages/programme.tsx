import type { ProgramJson, ProgramOverviewJson } from '#api/schemas.ts';
import { useQuery } from '#web/data/queries.ts';
import { BarRows } from '#web/parts/bar-rows.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { ProgrammePlaces } from '#web/parts/programme-places.tsx';
import { ProgrammeSettings } from '#web/parts/programme-settings.tsx';
import { statusLook } from '#web/parts/session-words.ts';
import { Waiting } from '#web/parts/waiting.tsx';
import { WeekPlot } from '#web/parts/week-plot.tsx';
import { go } from '#web/shell/location.ts';
import { Page } from '#web/shell/page.tsx';
import { useMe, useZone } from '#web/shell/who.tsx';
import { dateText, momentText, shortDuration } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';

export function Programme({ id }: { id: string }) {
  const me = useMe();
  const path = `/api/programs/${encodeURIComponent(id)}`;
  const program = useQuery<ProgramJson>(path);
  const overview = useQuery<ProgramOverviewJson>(`${path}/overview`);
  const organised = me.programs.filter(({ organizer }) => organizer);

  if (!program.value) {
    return (
      <Page title="Programme">
        {program.problem ? <Problem problem={program.problem} retries={path} /> : <Waiting />}
      </Page>
    );
  }
  return (
    <Page
      title={program.value.name}
      wide
      aside={
        organised.length > 1 && (
          <label className="switch">
            <span>Programme</span>
            <select value={id} onChange={(event) => go(`/program/${encodeURIComponent(event.target.value)}`)}>
              {organised.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      <p className="lead">{program.value.communities.map(communityWords).join(' · ')}</p>
      {overview.problem && !overview.value && <Problem problem={overview.problem} retries={`${path}/overview`} />}
      {!overview.value && !overview.problem && <Waiting />}
      {overview.value && (
        <Overview
          overview={overview.value}
          csv={`${path}/meetings.csv`}
          onlyNamed={program.value.settings.mentors === 'named'}
        />
      )}
      <ProgrammeSettings key={program.value.id} program={program.value} path={path} />
      <ProgrammePlaces program={program.value} path={path} />
    </Page>
  );
}

function communityWords({ name, platform, announces }: ProgramJson['communities'][number]): string {
  const where = platform === 'discord' ? 'Discord' : 'Slack';
  return `${name} on ${where}${announces ? ', where sessions are announced' : ''}`;
}

function Overview({
  overview,
  csv,
  onlyNamed,
}: {
  overview: ProgramOverviewJson;
  csv: string;
  /** Only people whom an organiser named can be booked. */
  onlyNamed: boolean;
}) {
  const zone = useZone();
  const now = useNow(60_000);
  const { byStatus, mentors, answers, weeks, failures } = overview;
  const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  const busiest = mentors.toSorted((a, b) => b.requests - a.requests);
  const answering = mentors
    .filter(({ medianAnswerMinutes }) => medianAnswerMinutes !== null)
    .toSorted((a, b) => (a.medianAnswerMinutes ?? 0) - (b.medianAnswerMinutes ?? 0));

  return (
    <>
      <section aria-labelledby="glance">
        <div className="section-head">
          <h2 id="glance">
            {dateText(overview.from, zone)} to {dateText(overview.to, zone)}
          </h2>
          <a className="button button-plain" href={csv} download>
            All sessions as CSV
          </a>
        </div>
        <dl className="numbers">
          <div>
            <dt>Sessions asked for</dt>
            <dd>{total}</dd>
          </div>
          <div>
            <dt>Held</dt>
            <dd>{byStatus.completed ?? 0}</dd>
          </div>
          <div>
            <dt>Time to an answer (median)</dt>
            <dd>{answers.medianMinutes === null ? '–' : shortDuration(answers.medianMinutes)}</dd>
          </div>
          <div>
            <dt>Answered within a day</dt>
            <dd>{answers.within24h === null ? '–' : `${Math.round(answers.within24h * 100)} %`}</dd>
          </div>
        </dl>
        <p className="hint">
          {Object.entries(byStatus)
            .filter(([, count]) => count > 0)
            .map(([status, count]) => `${statusLook[status as keyof typeof statusLook].words}: ${count}`)
            .join(' · ')}
        </p>
      </section>
      <section aria-labelledby="weeks">
        <h2 id="weeks">Week by week</h2>
        <WeekPlot weeks={weeks} />
      </section>
      <div className="pair">
        <section aria-labelledby="load">
          <h2 id="load">Requests for each mentor</h2>
          <BarRows
            unit="Requests"
            rows={busiest.map(({ id, name, requests }) => ({ id, name, value: requests, words: String(requests) }))}
          />
        </section>
        <section aria-labelledby="answers">
          <h2 id="answers">How soon mentors answer</h2>
          <BarRows
            unit="Median time to an answer"
            rows={answering.map(({ id, name, medianAnswerMinutes }) => ({
              id,
              name,
              value: medianAnswerMinutes ?? 0,
              words: shortDuration(medianAnswerMinutes ?? 0),
            }))}
          />
        </section>
      </div>
      <section aria-labelledby="mentors">
        <h2 id="mentors">Mentors</h2>
        {mentors.length === 0 ? (
          <p className="hint">Nobody offers sessions here yet.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone the table is wider than the page, and must scroll by keyboard too.
          <section className="scroll" aria-label="Mentors, as a table" tabIndex={0}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Mentor</th>
                  <th scope="col">Takes requests</th>
                  <th scope="col" className="number">
                    Asked
                  </th>
                  <th scope="col" className="number">
                    Held
                  </th>
                  <th scope="col" className="number">
                    Declined
                  </th>
                  <th scope="col" className="number">
                    Not answered
                  </th>
                </tr>
              </thead>
              <tbody>
                {mentors.map((mentor) => (
                  <tr key={mentor.id}>
                    <th scope="row">{mentor.name}</th>
                    <td>
                      {mentor.open ? 'Yes' : 'Not now'}
                      {onlyNamed && !mentor.named ? ', but not named' : ''}
                    </td>
                    <td className="number">{mentor.requests}</td>
                    <td className="number">{mentor.held}</td>
                    <td className="number">{mentor.declined}</td>
                    <td className="number">{mentor.expired}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </section>
      <section aria-labelledby="failures">
        <h2 id="failures">What could not be delivered</h2>
        {failures.length === 0 ? (
          <p className="hint">Everything arrived.</p>
        ) : (
          <ul className="failures">
            {failures.map(({ id, at, reason }) => (
              <li key={id}>
                <time dateTime={at}>{momentText(at, zone, now)}</time> {reason}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
