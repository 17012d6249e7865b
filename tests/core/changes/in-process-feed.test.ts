import { describe, expect, it } from 'vitest';
import type { Change } from '#core/changes/change-feed.ts';
import { createInProcessFeed } from '#core/changes/in-process-feed.ts';
import type { ProgramId } from '#core/ids.ts';

const change: Change = { about: 'program', id: 'discord:guild' as ProgramId };

describe('news within one process', () => {
  it('is told at once to everybody who listens, until they no longer do', () => {
    const feed = createInProcessFeed(() => {});
    const heard: string[] = [];
    const listen = (name: string) => feed.subscribe(() => heard.push(name));
    const [one, other] = [listen('one'), listen('other')];
    feed.publish(change);
    expect(heard).toEqual(['one', 'other']);
    one();
    one();
    feed.publish(change);
    expect(heard).toEqual(['one', 'other', 'other']);
    other();
    feed.publish(change);
    expect(heard).toHaveLength(3);
  });

  it('reaches the others when one of them throws, and whoever published does not notice', () => {
    const problems: unknown[] = [];
    const feed = createInProcessFeed((error) => problems.push(error));
    const heard: Change[] = [];
    feed.subscribe(() => {
      throw new Error('not my day');
    });
    feed.subscribe((told) => heard.push(told));
    feed.publish(change);
    expect(heard).toEqual([change]);
    expect(problems).toEqual([new Error('not my day')]);
  });
});
