import { expect } from 'chai';

interface Move {
  at: number;
  ahead: number;
}

interface Clock {
  botNow(): number;
  setMoves(moves: readonly Move[]): boolean;
  setBotNow(now: number): void;
  shownAt(realMs: number): number;
  nextWorkingDay(now: number, zone: string): number;
}

interface Nudge {
  complaint: string;
  rule: string;
  at: number;
  to: string;
}

interface Reminder {
  complaint: string;
  rule: string;
  at: number;
  to: string[];
}

interface Seen {
  name: string;
  slack: { unread: number };
  teams: { unread: number };
}

interface ClockWords {
  listed(names: readonly string[]): string;
  reminders(nudges: readonly Nudge[], now: number): Reminder[];
  reminderWords(reminder: Reminder): string;
  arrivalWords(before: readonly Seen[], after: readonly Seen[]): string;
}

interface Dates {
  dayTime(ms: number, zone: string): string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function load<T>(file: string): Promise<T> {
  const url = new URL(`../../../../playground/page/frame/${file}`, import.meta.url).href;
  return (await import(url)) as T;
}

describe('Playground page: the bot’s clock', () => {
  let clock: Clock;
  before(async () => {
    clock = await load<Clock>('clock.js');
  });

  it('shows real times as the bot’s clock showed them', () => {
    clock.setMoves([
      { at: 2000, ahead: 2 * DAY },
      { at: 1000, ahead: HOUR },
    ]);
    expect(clock.shownAt(999)).to.equal(999);
    expect(clock.shownAt(1000)).to.equal(1000 + HOUR);
    expect(clock.shownAt(1999)).to.equal(1999 + HOUR);
    expect(clock.shownAt(5000)).to.equal(5000 + 2 * DAY);
  });

  it('tells whether the moves have changed, and uses the last one for now', () => {
    const moves = [{ at: 0, ahead: 3 * DAY }];
    expect(clock.setMoves(moves)).to.equal(true);
    expect(clock.setMoves(moves)).to.equal(false);
    expect(clock.botNow() - Date.now()).to.be.closeTo(3 * DAY, 1000);
    expect(clock.setMoves([])).to.equal(true);
    expect(clock.shownAt(7)).to.equal(7);
  });

  it('uses the time that the bot gives for its clock', () => {
    clock.setBotNow(Date.now() + 5 * HOUR);
    expect(clock.botNow() - Date.now()).to.be.closeTo(5 * HOUR, 1000);
  });

  it('goes from a Friday to the same time on Monday, in the reader’s zone', () => {
    const friday = Date.UTC(2026, 2, 6, 9);
    expect(clock.nextWorkingDay(friday, 'UTC')).to.equal(friday + 3 * DAY);
    expect(clock.nextWorkingDay(friday - DAY, 'UTC')).to.equal(friday);
    // Friday in London is still Thursday evening in New York
    const late = Date.UTC(2026, 2, 6, 2);
    expect(clock.nextWorkingDay(late, 'Europe/London')).to.equal(late + 3 * DAY);
    expect(clock.nextWorkingDay(late, 'America/New_York')).to.equal(late + DAY);
  });
});

describe('Playground page: what fires next', () => {
  let words: ClockWords;
  before(async () => {
    words = await load<ClockWords>('clock-words.js');
  });

  const nudge = (more: Partial<Nudge>): Nudge => ({
    complaint: 'C-1003',
    rule: 'acknowledgement',
    at: 5000,
    to: 'Ben Baker',
    ...more,
  });

  it('shows one reminder for several people, earliest first, and no past ones', () => {
    const all = words.reminders(
      [
        nudge({ at: 9000, rule: 'quiet' }),
        nudge({}),
        nudge({ to: 'Lena Lead' }),
        nudge({ to: 'Ben Baker' }),
        nudge({ at: 1000 }),
      ],
      1000,
    );
    expect(all.map(({ at, to }) => [at, to])).to.deep.equal([
      [5000, ['Ben Baker', 'Lena Lead']],
      [9000, ['Ben Baker']],
    ]);
  });

  it('has text for every rule of the bot', () => {
    const rules = [
      'untaken',
      'acknowledgement',
      'promise-near',
      'promise-passed',
      'quiet',
      'tell',
      'follow-up',
    ];
    for (const rule of rules) {
      const text = words.reminderWords({ ...nudge({ rule }), to: ['Ben Baker'] });
      expect(text).to.match(/^reminder to Ben Baker: .*C-1003/);
      expect(text, 'the rule itself is no word for people').to.not.include(`(${rule})`);
    }
    expect(words.reminderWords({ ...nudge({ rule: 'new-rule' }), to: [] })).to.equal(
      'reminder: C-1003 (new-rule)',
    );
  });

  it('lists names as in a sentence', () => {
    expect(words.listed([])).to.equal('');
    expect(words.listed(['Ann'])).to.equal('Ann');
    expect(words.listed(['Ann', 'Ben', 'Cleo'])).to.equal('Ann, Ben and Cleo');
  });

  it('says what arrived for whom, and nothing when messages were only read', () => {
    const seen = (name: string, slack: number, teams: number): Seen => ({
      name,
      slack: { unread: slack },
      teams: { unread: teams },
    });
    const before = [seen('Ben', 1, 0), seen('Lena', 0, 3)];
    expect(words.arrivalWords(before, [seen('Ben', 2, 0), seen('Lena', 0, 1)])).to.equal(
      'New in Slack for Ben.',
    );
    expect(words.arrivalWords(before, [seen('Ben', 2, 1), seen('Lena', 1, 3)])).to.equal(
      'New in Slack for Ben and Lena; in Teams for Ben.',
    );
    expect(words.arrivalWords(before, [seen('Ben', 0, 0), seen('Lena', 0, 3)])).to.equal('');
  });
});

describe('Playground page: a day and time in short', () => {
  it('has the weekday, the day and the time in that zone', async () => {
    const { dayTime } = await load<Dates>('dates.js');
    const at = Date.UTC(2026, 10, 23, 10, 5);
    expect(dayTime(at, 'UTC')).to.equal('Mon 23 Nov, 10:05');
    expect(dayTime(at, 'Pacific/Auckland')).to.equal('Mon 23 Nov, 23:05');
    expect(dayTime(Date.UTC(2026, 10, 23), 'UTC')).to.equal('Mon 23 Nov, 00:00');
  });
});
