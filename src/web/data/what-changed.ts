/** Which answers of the server a piece of news makes doubtful. */

/** What the server says over the live connection: that there is news, never what it is. */
export type News = { about: 'meeting'; id: string } | { about: 'person' } | { about: 'program'; id: string };

export function concerns(news: News): (path: string) => boolean {
  switch (news.about) {
    case 'meeting':
      return (path) =>
        isUnder(path, '/api/meetings') ? !isOtherMeeting(path, news.id) : !/^\/api\/(tokens|feed|auth)\b/.test(path);
    case 'person':
      return () => true;
    case 'program':
      return (path) => isUnder(path, '/api/me') || isUnder(path, '/api/mentors') || isUnder(path, '/api/programs');
  }
}

function isUnder(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`) || path.startsWith(`${parent}?`);
}

function isOtherMeeting(path: string, id: string): boolean {
  const one = /^\/api\/meetings\/([^/?]+)/.exec(path)?.[1];
  return one !== undefined && decodeURIComponent(one) !== id;
}
