import { expect } from 'chai';
import { DEFAULT_MOST_A_DAY } from '../../../src/domain/organisation/organisation.js';
import { loadFaults, loadValid, loadWarnings, SMALL_FILE } from '../sample-settings.js';

const HOUR = 3_600_000;

/** The small file with more lines in its team. */
function withTeam(lines: string): string {
  return SMALL_FILE.replace('    members', `${lines.replace(/^/gm, '    ')}\n    members`);
}

function withHours(hours: string): string {
  return SMALL_FILE.replace('{ zone: Europe/London }', hours);
}

describe('hours in redress.yml', () => {
  it('accept several blocks a day, single days, lists, ranges and days off', () => {
    const file = withHours(
      '{ zone: Asia/Tokyo, mon-wed: "09:00-12:30, 13:30-17:30", "thu, sat": 8:00-24:00, fri: closed }',
    );
    const calendar = loadValid(file).organisation.teams[0]?.calendar;
    const office = [
      { from: 540, to: 750 },
      { from: 810, to: 1050 },
    ];
    const long = [{ from: 480, to: 1440 }];
    expect(calendar?.zone).to.equal('Asia/Tokyo');
    expect(calendar?.week).to.deep.equal({
      1: office,
      2: office,
      3: office,
      4: long,
      5: [],
      6: long,
      7: [],
    });
  });

  const WEEKS: Record<string, readonly number[]> = {
    'sun-thu': [1, 2, 3, 4, 7],
    'fri-mon': [1, 5, 6, 7],
    'sat–wed': [1, 2, 3, 6, 7],
    'sun - thu': [1, 2, 3, 4, 7],
    'thu-wed': [1, 2, 3, 4, 5, 6, 7],
    'sun-mon, wed': [1, 3, 7],
    'mon-mon': [1],
  };
  for (const [days, expected] of Object.entries(WEEKS)) {
    it(`accept the week ${days}, over the end of the week too`, () => {
      const file = withHours(`{ zone: Asia/Jerusalem, "${days}": 09:00-17:00 }`);
      const week = loadValid(file).organisation.teams[0]?.calendar.week;
      const worked = Object.entries(week ?? {}).flatMap(([day, blocks]) =>
        blocks.length === 0 ? [] : [Number(day)],
      );
      expect(worked).to.deep.equal(expected);
    });
  }

  it('of a team replace the general hours, keep the general zone and add to the general holidays', () => {
    const file = `${withTeam('hours: { sun: 10:00-11:00 }\nholidays: [2026-08-03, 2026-12-25]')}holidays: [2026-12-25]\n`;
    const calendar = loadValid(file).organisation.teams[0]?.calendar;
    expect(calendar?.zone).to.equal('Europe/London');
    expect(calendar?.week[7]).to.deep.equal([{ from: 600, to: 660 }]);
    expect(calendar?.week[1]).to.deep.equal([]);
    expect(calendar?.holidays).to.deep.equal(['2026-08-03', '2026-12-25']);
  });

  const mistakes: Record<string, string> = {
    '{ zone: UTC, mon: "09:00-12:30, 12:00-17:00" }':
      'hours.mon: 09:00-12:30 and 12:00-17:00 overlap.',
    '{ zone: UTC, mon: 22:00-06:00 }':
      'hours.mon: 22:00-06:00 ends before it begins; a night goes to 24:00 and on from 00:00 the next day.',
    '{ zone: UTC, mon: 9-17 }':
      'hours.mon: "9-17" is no block of hours; write 09:00-12:30, 13:30-17:30, or closed.',
    '{ zone: UTC, mon: 09:00-25:00 }':
      'hours.mon: "09:00-25:00" is no block of hours; write 09:00-12:30, 13:30-17:30, or closed.',
    '{ zone: UTC, mon-fri: 09:00-17:00, fri: 09:00-12:00 }':
      'hours.fri: Friday stands twice, in "mon-fri" and in "fri".',
    '{ zone: UTC, monfri: 09:00-17:00 }':
      'hours.monfri: is no day; write mon, mon-fri, or mon, wed, and the zone under "zone".',
    '{ zone: UTC, sun-mon-tue: 09:00-17:00 }':
      'hours.sun-mon-tue: is no day; write mon, mon-fri, or mon, wed, and the zone under "zone".',
    '{ zone: UTC, fri-mon: 09:00-17:00, sun: 09:00-12:00 }':
      'hours.sun: Sunday stands twice, in "fri-mon" and in "sun".',
    '{ zone: UTC, mon-fri: closed }': 'hours: leaves no working time in the whole week.',
    '{ zone: CET }': 'hours.zone: "CET" is no IANA time zone; write it like Europe/London.',
    '{ zone: "+02:00" }': 'hours.zone: "+02:00" is no IANA time zone; write it like Europe/London.',
  };
  for (const [hours, sentence] of Object.entries(mistakes)) {
    it(`are rejected as ${hours}`, () => {
      expect(loadFaults(withHours(hours))).to.deep.equal([`redress.yml:2: ${sentence}`]);
    });
  }

  it('need a zone, because the zone of a server is no useful guess', () => {
    expect(loadFaults(withHours('{ mon-fri: 09:00-17:00 }'))).to.deep.equal([
      'redress.yml:4: teams.billing: has no time zone; set "hours: { zone: Europe/London }" for it or for all.',
    ]);
  });

  it('reject holidays that are no dates', () => {
    expect(loadFaults(`${SMALL_FILE}holidays: [2026-02-30, Christmas]`)).to.deep.equal([
      'redress.yml:8: holidays[0]: "2026-02-30" is no date; write it like 2026-12-25.',
      'redress.yml:8: holidays[1]: "Christmas" is no date; write it like 2026-12-25.',
    ]);
  });
});

describe('nudges in redress.yml', () => {
  const nudges = (text: string) => `${SMALL_FILE}nudges: { ${text} }\n`;

  it('accept spans in common notations', () => {
    const file = nudges(
      'untaken: [30m, 1 working hour, 1h 30m], acknowledge-within: 2 working days, before-promise: [1h, 90 minutes], promise-passed: [0, 2.5h, 8 hours], quiet: 3, tell: 1d, follow-up: 10 days, acknowledge-warning: 45 mins, follow-up-again: 1 working day, follow-up-attempts: 3',
    );
    expect(loadValid(file).organisation.policy).to.deep.equal({
      untaken: [HOUR / 2, HOUR, 1.5 * HOUR],
      acknowledgeWithinDays: 2,
      acknowledgeWarning: 0.75 * HOUR,
      beforePromise: [1.5 * HOUR, HOUR],
      promisePassed: [0, 2.5 * HOUR, 8 * HOUR],
      quietDays: 3,
      tellDays: 1,
      followUpDays: 10,
      followUpAgainDays: 1,
      followUpAttempts: 3,
    });
  });

  it('limit the messages that a person gets in a day, to six if nothing is said', () => {
    for (const [text, most] of [
      ['1', 1],
      ['20', 20],
      ['"4"', 4],
    ] as const) {
      expect(loadValid(nudges(`messages-a-day: ${text}`)).organisation.mostADay).to.equal(most);
    }
    expect(loadValid(nudges('quiet: 3')).organisation.mostADay).to.equal(6);
    expect(loadValid(SMALL_FILE).organisation.mostADay ?? DEFAULT_MOST_A_DAY).to.equal(6);
  });

  const mistakes: Record<string, string> = {
    'messages-a-day: 0': 'messages-a-day: must be a whole number, 1 to 20.',
    'messages-a-day: 21': 'messages-a-day: must be a whole number, 1 to 20.',
    'messages-a-day: 2.5': 'messages-a-day: must be a whole number, 1 to 20.',
    'messages-a-day: many': 'messages-a-day: must be a whole number, 1 to 20.',
    'messages-a-day: ""': 'messages-a-day: must be a whole number, 1 to 20.',
    'messages-a-day: [6]': 'messages-a-day: must be a whole number, 1 to 20.',
    'message-a-day: 6': 'message-a-day: is not a setting. Did you mean "messages-a-day"?',
    'untaken: [1h, 2h]': 'untaken: must be a list of three spans: first, lead, officers.',
    'untaken: 1h': 'untaken: must be a list of three spans: first, lead, officers.',
    'untaken: [0, 1h, 2h]': 'untaken: must leave the team some time: the first is 0.',
    'promise-passed: [4h, 1h, 8h]':
      'promise-passed: must rise: the lead comes after the first, the officers after the lead.',
    'before-promise: []': 'before-promise: must name at least one reminder, such as [4h].',
    'before-promise: [0]': 'before-promise: must be before the promise: 0 is too late.',
    'acknowledge-warning: 1 working day':
      'acknowledge-warning: "1 working day" is no span of working time; working days differ in length: say it in hours or minutes, such as 8h.',
    'before-promise: [1 day]':
      'before-promise[0]: "1 day" is no span of working time; working days differ in length: say it in hours or minutes, such as 8h.',
    'acknowledge-warning: soon':
      'acknowledge-warning: "soon" is no span of working time; write 30m, 4h, 1h 30m or "1 working hour".',
    'acknowledge-warning: 501h': 'acknowledge-warning: "501h" is more than 500 hours.',
    'follow-up-attempts: [2]': 'follow-up-attempts: must be a whole number, 1 to 10.',
    'follow-up-attempts: 0': 'follow-up-attempts: must be a whole number, 1 to 10.',
    'quiet: 0': 'quiet: "0" must be whole working days, 1 to 60; write "2 working days".',
    'quiet: 4h': 'quiet: "4h" must be whole working days, 1 to 60; write "2 working days".',
  };
  for (const [text, sentence] of Object.entries(mistakes)) {
    it(`are rejected as ${text}`, () => {
      expect(loadFaults(nudges(text))).to.deep.equal([`redress.yml:8: nudges.${sentence}`]);
    });
  }

  const doubts: Record<string, string> = {
    'quiet: 2 days':
      'quiet: "2 days" counts working days of the team, without weekends and holidays; write "2 working days", so that nobody expects days of the calendar.',
    'tell: 1d':
      'tell: "1d" counts working days of the team, without weekends and holidays; write "1 working day", so that nobody expects days of the calendar.',
    'before-promise: [4h, 1h, 240m]':
      'before-promise: 4h stands in it more than once, and is one reminder; remove it or correct it.',
    'before-promise: [90m, 1.5h, 90 minutes]':
      'before-promise: 90m stands in it more than once, and is one reminder; remove it or correct it.',
  };
  for (const [text, sentence] of Object.entries(doubts)) {
    it(`are read, with a warning, as ${text}`, () => {
      expect(loadWarnings(nudges(text))).to.deep.equal([`redress.yml:8: nudges.${sentence}`]);
    });
  }

  it('get no warning for working days and single times', () => {
    const plain =
      'quiet: 2 working days, tell: 1 working day, follow-up: 3, before-promise: [4h, 1h]';
    expect(loadWarnings(nudges(plain))).to.deep.equal([]);
    const { policy } = loadValid(nudges('before-promise: [4h, 240m]')).organisation;
    expect(policy.beforePromise).to.deep.equal([4 * HOUR]);
  });
});
