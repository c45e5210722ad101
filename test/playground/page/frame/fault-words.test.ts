import { expect } from 'chai';
import fc from 'fast-check';

interface Row {
  reference: string;
  recorded: true;
  posted: number;
  told: number;
  waiting: number;
  again: number;
  doubled: number;
}

interface Ledger {
  complaints: number;
  waiting: number;
  missing: number;
  doubled: number;
  again: number;
  rows: Row[];
}

interface Lasting {
  kind: string;
  since: number;
  until: number | null;
}

interface Past {
  kind: string;
  since: number;
  over: number;
}

interface Said {
  mood: string;
  words: string;
}

interface TroubleWords {
  TROUBLES: { title: string; buttons: { kind: string; words: string }[] }[];
  troubleName(kind: string): string;
  secondsLeft(until: number, now: number): number;
  countdown(lasting: Lasting, now: number): string;
}

interface LedgerWords {
  ledgerFigures(ledger: Ledger): string[];
  verdict(trouble: { now: Lasting[]; past: Past[]; ledger: Ledger }): Said;
  whyNoLedger(now: Lasting[], botUp: boolean): string;
  rowVerdict(row: Row): Said;
}

interface Entry {
  kind: string;
  outcome: string;
}

interface Rows {
  outcomeOf(entry: { outcome: string }): Said;
  exactTime(ms: number, zone: string): string;
  countsOf(entries: Entry[]): Record<string, number>;
  shownEntries(entries: Entry[], hidden: string[]): Entry[];
  emptyWords(entries: Entry[], hidden: string[]): string;
}

function load<T>(name: string): Promise<T> {
  const file = new URL(`../../../../playground/page/frame/${name}.js`, import.meta.url).href;
  return import(file) as Promise<T>;
}

/** The kinds that the playground's server accepts. */
const KINDS = [
  'slack-limited',
  'slack-down',
  'teams-limited',
  'teams-down',
  'store-away',
  'kill',
  'lost-reply-slack',
  'lost-reply-teams',
  'twice-slack',
  'twice-teams',
];

const AT = Date.UTC(2026, 2, 3, 9, 5);
const OVER: Past = { kind: 'slack-down', since: AT - 30_000, over: AT - 10_000 };
const LOST_IN_TEAMS: Past = { kind: 'lost-reply-teams', since: AT - 30_000, over: AT - 10_000 };
const ON: Lasting = { kind: 'slack-down', since: AT - 6000, until: AT + 14_000 };

function row(reference: string, posted = 1, told = 1, waiting = 0, again = 0): Row {
  const extra = Math.max(0, posted - 1) + Math.max(0, told - 1);
  return { reference, recorded: true, posted, told, waiting, again, doubled: extra - again };
}

/** Counts a ledger as the server does. */
function createLedger(...rows: Row[]): Ledger {
  return {
    complaints: rows.length,
    waiting: rows.reduce((sum, one) => sum + one.waiting, 0),
    missing: rows.filter((one) => one.waiting === 0 && (one.posted === 0 || one.told === 0)).length,
    doubled: rows.filter((one) => one.doubled > 0).length,
    again: rows.filter((one) => one.again > 0).length,
    rows,
  };
}

describe('Playground page: words for faults', () => {
  let trouble: TroubleWords;
  let words: LedgerWords;
  before(async () => {
    trouble = await load<TroubleWords>('trouble-words');
    words = await load<LedgerWords>('ledger-words');
  });

  it('offers each fault once, and names it while it lasts', () => {
    const offered = trouble.TROUBLES.flatMap(({ buttons }) => buttons).map(({ kind }) => kind);
    expect(offered).to.have.members(KINDS).and.have.length(KINDS.length);
    for (const kind of KINDS) expect(trouble.troubleName(kind)).not.to.equal(kind);
    const labels = trouble.TROUBLES.flatMap(({ buttons }) => buttons).map((one) => one.words);
    expect(new Set(labels).size).to.equal(KINDS.length);
  });

  it('counts whole seconds down to 0', () => {
    expect(trouble.countdown(ON, AT)).to.equal('14 s left');
    expect(trouble.countdown(ON, AT + 13_001)).to.equal('1 s left');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 0, max: 120_000 }),
        (of, passed) => {
          const left = trouble.secondsLeft(AT + of, AT + passed);
          expect(left).to.be.at.least(0);
          expect(left * 1000).to.be.at.least(of - passed);
          expect(left === 0).to.equal(passed >= of);
        },
      ),
    );
  });

  it('says what a fault without an end time waits for', () => {
    const once = (kind: string): Lasting => ({ kind, since: AT, until: null });
    expect(trouble.countdown(once('twice-teams'), AT)).to.equal(
      'waits for the next press in Teams',
    );
    expect(trouble.countdown(once('kill'), AT)).to.equal('in a moment');
  });

  describe('the ledger', () => {
    it('has five figures', () => {
      const line = (...rows: Row[]) => words.ledgerFigures(createLedger(...rows)).join(' · ');
      expect(line()).to.equal('0 complaints recorded · 0 posted · 0 waiting · 0 missing · 0 twice');
      expect(line(row('C-1'))).to.match(/^1 complaint recorded · 1 posted/);
      expect(line(row('C-1', 2), row('C-2', 0, 0, 2), row('C-3', 0, 1))).to.equal(
        '3 complaints recorded · 1 posted · 2 waiting · 1 missing · 1 twice',
      );
    });

    it('says that nothing was lost only when the figures agree', () => {
      const good = words.verdict({ now: [], past: [OVER], ledger: createLedger(row('C-1')) });
      expect(good).to.deep.equal({
        mood: 'good',
        words: 'It is over. Nothing was lost, nothing came twice.',
      });
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)), { maxLength: 5 }),
          fc.boolean(),
          fc.boolean(),
          (counts, isOn, isPast) => {
            const rows = counts.map(([posted, told, waiting], i) =>
              row(`C-${i + 1}`, posted, told, waiting),
            );
            const ledger = createLedger(...rows);
            const now = isOn ? [ON] : [];
            const verdict = words.verdict({ now, past: isPast ? [OVER] : [], ledger });
            const isClean = ledger.missing === 0 && ledger.doubled === 0;
            expect(verdict.mood === 'bad').to.equal(!isClean);
            const isProven = isClean && ledger.waiting === 0 && isPast && !isOn && rows.length > 0;
            expect(verdict.mood === 'good').to.equal(isProven);
            expect(/nothing was lost/i.test(verdict.words)).to.equal(isProven);
          },
        ),
      );
    });

    it('says what is wrong, also while a fault lasts', () => {
      const verdict = words.verdict({
        now: [ON],
        past: [],
        ledger: createLedger(row('C-1', 2), row('C-2', 0, 0), row('C-3', 0)),
      });
      expect(verdict).to.deep.equal({
        mood: 'bad',
        words: 'Something went wrong: 2 complaints are missing, 1 complaint came twice.',
      });
    });

    it('explains repeats by Teams’ limit, and calls anything more a defect', () => {
      const again = createLedger(row('C-1', 2, 1, 0, 1), row('C-2'));
      const verdict = words.verdict({ now: [], past: [LOST_IN_TEAMS], ledger: again });
      expect(verdict.mood).to.equal('wait');
      expect(verdict.words).to.match(
        /^It is over\. Nothing was lost\. 1 complaint was said again, once: Teams/,
      );
      const more = createLedger(row('C-1', 3, 1, 0, 1));
      expect(words.verdict({ now: [], past: [LOST_IN_TEAMS], ledger: more }).mood).to.equal('bad');
    });

    it('waits for deliveries under way', () => {
      const ledger = createLedger(row('C-1', 0, 0, 2));
      expect(words.verdict({ now: [ON], past: [], ledger })).to.deep.equal({
        mood: 'wait',
        words: 'It is going on. 2 messages wait and will be sent.',
      });
      expect(words.verdict({ now: [], past: [OVER], ledger })).to.deep.equal({
        mood: 'wait',
        words: 'It is over. 2 messages are still on the way: Redress tries again by itself.',
      });
    });

    it('says why it cannot count', () => {
      const away: Lasting = { kind: 'store-away', since: AT, until: AT + 20_000 };
      expect(words.whyNoLedger([away], true)).to.match(/^The database is away/);
      expect(words.whyNoLedger([{ kind: 'kill', since: AT, until: null }], true)).to.match(
        /restarting/,
      );
      expect(words.whyNoLedger([], false)).to.match(/restarting/);
      expect(words.whyNoLedger([], true)).to.match(/does not answer/);
    });

    it('judges each complaint separately', () => {
      expect(words.rowVerdict(row('C-1'))).to.deep.equal({ mood: 'good', words: 'all there' });
      expect(words.rowVerdict(row('C-1', 0, 0))).to.deep.equal({ mood: 'bad', words: 'missing' });
      expect(words.rowVerdict(row('C-1', 0, 1, 1))).to.include({ words: 'on its way' });
      expect(words.rowVerdict(row('C-1', 2, 1))).to.deep.equal({
        mood: 'bad',
        words: 'came twice',
      });
      expect(words.rowVerdict(row('C-1', 1, 2, 0, 1))).to.include({ words: 'said again' });
    });
  });
});

describe('Playground page: the activity log', () => {
  let rows: Rows;
  before(async () => {
    rows = await load<Rows>('underneath-rows');
  });

  it('shows outcomes in words, not only by colour', () => {
    const toWords = (outcome: string) => rows.outcomeOf({ outcome });
    expect(toWords('200')).to.deep.equal({ mood: 'good', words: '200' });
    expect(toWords('429')).to.deep.equal({ mood: 'wait', words: '429 too many, wait' });
    expect(toWords('503')).to.deep.equal({ mood: 'bad', words: '503 unavailable' });
    expect(toWords('0')).to.deep.equal({ mood: 'bad', words: '0 connection broken' });
    expect(toWords('200 channel_not_found')).to.deep.equal({
      mood: 'bad',
      words: '200 channel_not_found',
    });
    expect(toWords('sent')).to.deep.equal({ mood: 'good', words: 'sent' });
    expect(toWords('unknown')).to.deep.equal({ mood: 'wait', words: 'unknown' });
    expect(toWords('failed')).to.deep.equal({ mood: 'bad', words: 'failed' });
    expect(toWords('something new')).to.deep.equal({ mood: 'calm', words: 'something new' });
  });

  it('shows the time to the millisecond', () => {
    expect(rows.exactTime(Date.UTC(2026, 2, 3, 0, 5, 9, 42), 'UTC')).to.equal('00:05:09.042');
  });

  it('shows the chosen kinds, and always unknown ones', () => {
    const entries = ['call', 'job', 'call', 'odd'].map((kind) => ({ kind, outcome: '200' }));
    const kinds = (hidden: string[]) => rows.shownEntries(entries, hidden).map(({ kind }) => kind);
    expect(kinds([])).to.deep.equal(['call', 'job', 'call', 'odd']);
    expect(kinds(['call', 'request'])).to.deep.equal(['job', 'odd']);
    expect(rows.countsOf(entries)).to.deep.equal({ request: 0, job: 1, delivery: 0, call: 2 });
    expect(rows.emptyWords(entries, ['job'])).to.match(/kinds you chose/);
    expect(rows.emptyWords([], ['job'])).to.match(/Nothing happened yet/);
  });
});
