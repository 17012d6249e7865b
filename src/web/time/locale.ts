/** How this reader writes times. The page's words are English; the clock and the week are those of the reader's own place. */

const asked = navigator.languages[0] ?? 'en-GB';

/** For names of days and months. */
export const locale = /^en\b/i.test(asked) ? asked : 'en-GB';

export const hour12 = new Intl.DateTimeFormat(asked, { hour: 'numeric' }).resolvedOptions().hour12 ?? false;

/** Where the week does not begin on Monday, for browsers that cannot say it. Source: CLDR, supplemental data, weekData. */
const sunday =
  'AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW'.split(
    ' ',
  );
const saturday = 'AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY'.split(' ');

interface WeekInfo {
  firstDay: number;
}

/** Monday is 0. */
export const firstWeekday = ((): number => {
  const place = new Intl.Locale(asked) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  const said = (place.getWeekInfo?.() ?? place.weekInfo)?.firstDay;
  if (said !== undefined) return (said + 6) % 7;
  const region = place.maximize().region ?? '';
  return sunday.includes(region) ? 6 : saturday.includes(region) ? 5 : 0;
})();

export const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
