import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { CommandOf } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { DecisionContext } from '../../../src/domain/complaint/decision.js';
import { text } from '../../../src/text/index.js';
import { refusalNotice } from '../../../src/views/notices.js';
import {
  act,
  asActor,
  at,
  COMMANDS,
  formatLocal,
  inState,
  OFFICE,
  organisationWithTeam,
  runSystem,
  WHO,
} from '../../support/domain.js';
import {
  createPromised,
  formatMessages,
  formatPlan,
  NUDGE,
  sendNudges,
} from '../nudges/nudge-helpers.js';
import { decideAccepted, LATER, toAnswerCode } from './decide-accepted.js';

/** Monday 23 November, 11:00. */
const NOW = LATER;
const ASSIGNED = inState('assigned');

type Date = Pick<CommandOf<'promise'>, 'dueAt' | 'unworked'> & { readonly words?: string };

function decideDate(
  kind: 'promise' | 'renegotiate' | 'correct-promise',
  { dueAt, unworked = false, words }: Date,
  { zone = 'Europe/London' as string | null, parts = {} as Partial<DecisionContext> } = {},
) {
  const dueWords = words === undefined ? {} : { dueWords: { words, zone } };
  const command = { ...COMMANDS[kind], dueAt, unworked, ...dueWords };
  return decide(ASSIGNED, command, asActor(WHO.assignee, NOW, parts));
}

/** The date that is recorded, or the sentences at their fields. */
function record(...args: Parameters<typeof decideDate>): string | readonly string[] {
  const decision = decideDate(...args);
  if (decision.kind === 'refused') {
    return decision.refusals.map((one) => `${one.field}: ${refusalNotice(one).text}`);
  }
  if (decision.kind === 'unchanged') return 'unchanged';
  const [entry] = decision.history;
  return entry !== undefined && 'dueAt' in entry.args ? formatLocal(Number(entry.args.dueAt)) : '';
}

describe('the date of a promise in words', () => {
  for (const kind of ['promise', 'renegotiate', 'correct-promise'] as const) {
    it(`is recorded with ${kind}, in the person’s zone or else the team’s`, () => {
      expect(record(kind, { dueAt: null, words: 'Friday noon' })).to.equal('2026-11-27T12:00');
      expect(record(kind, { dueAt: null, words: 'Friday' })).to.equal('2026-11-27T17:00');
      const words = { dueAt: null, words: 'tomorrow 11:00' };
      expect(record(kind, words, { zone: 'America/New_York' })).to.equal('2026-11-24T16:00');
      expect(record(kind, words, { zone: null })).to.equal('2026-11-24T11:00');
      expect(record(kind, words, { zone: 'Nowhere/Here' })).to.equal('2026-11-24T11:00');
    });

    it(`may stand beside the same date that was chosen, with ${kind}`, () => {
      const both = { dueAt: at('2026-11-27T12:00'), words: 'Friday noon' };
      expect(record(kind, both)).to.equal('2026-11-27T12:00');
      expect(record(kind, { ...both, words: '  ' })).to.equal('2026-11-27T12:00');
      expect(record(kind, { ...both, words: 'Friday 13:00' })).to.deep.equal([
        'dueWords: That is Friday 27 November 2026 at 13:00 (Europe/London), but you chose Friday 27 November 2026 at 12:00. Leave one of them empty, or make them the same.',
      ]);
    });

    it(`is asked for where there is neither, with ${kind}`, () => {
      expect(record(kind, { dueAt: null, words: ' ' })).to.deep.equal([
        'dueAt: Choose a date and a time, or write them, like “Friday noon”.',
      ]);
      expect(record(kind, { dueAt: null })).to.deep.equal(record(kind, { dueAt: null, words: '' }));
    });
  }

  const FAULTS: Readonly<Record<string, string>> = {
    soon: 'Redress cannot read that as one date. Write it like “Friday noon”, “in 3 working days” or “4 December 15:00”.',
    'Friday or Monday':
      'Redress cannot read that as one date. Write it like “Friday noon”, “in 3 working days” or “4 December 15:00”.',
    Monday:
      'That could be Monday 23 November 2026 at 17:00 or Monday 30 November 2026 at 17:00 (Europe/London). Write which one, with the date and the hour.',
    'today 10:00':
      'That is Monday 23 November 2026 at 10:00 (Europe/London), which has passed. Write a date in the future.',
    'Saturday noon':
      'Nobody works on Saturday 28 November 2026 at 12:00 (Europe/London). The working moment before it is Friday 27 November 2026 at 17:00. Enter that, or tick “Keep the time, even if nobody works then”.',
    '1 January 2040': 'That is more than ten years away. Choose a nearer date.',
  };
  for (const [words, sentence] of Object.entries(FAULTS)) {
    it(`is answered at its field, before anything is recorded: ${words}`, () => {
      expect(record('promise', { dueAt: null, words })).to.deep.equal([`dueWords: ${sentence}`]);
    });
  }

  it('does not stand in for half of a date that was chosen', () => {
    expect(record('promise', { dueAt: Number.NaN, words: 'noon' })).to.deep.equal([
      'dueAt: Please choose a date and a time.',
    ]);
  });

  it('that could be two is the one that was chosen beside it', () => {
    const chosen = { dueAt: at('2026-11-30T17:00'), words: 'Monday' };
    expect(record('promise', chosen)).to.equal('2026-11-30T17:00');
  });

  it('is kept when nobody works then, if the person says so', () => {
    const kept = { dueAt: null, words: 'Saturday', unworked: true };
    expect(record('promise', kept)).to.equal('2026-11-28T23:59');
    const decision = decideDate('promise', kept);
    expect(decision.kind === 'accepted' && decision.history[0]?.args).to.include({
      unworked: true,
    });
  });

  it('on a holiday is refused, and the form says that it is one', () => {
    const calendar = { ...OFFICE, holidays: ['2026-11-27'] };
    const organisation = organisationWithTeam('repairs', { calendar });
    for (const date of [{ dueAt: null, words: 'Friday noon' }, { dueAt: at('2026-11-27T12:00') }]) {
      const [said] = record('promise', date, { parts: { organisation } });
      expect(said).to.include(
        'Nobody works on Friday 27 November 2026 at 12:00 (Europe/London), a holiday. The working moment before it is Thursday 26 November 2026 at 17:00.',
      );
    }
  });

  it('is read back in the answer, with the promise that can be changed', () => {
    for (const [kind, promise] of [
      ['promise', 'p2'],
      ['renegotiate', 'p2'],
    ] as const) {
      const decision = decideDate(kind, { dueAt: null, words: 'Friday noon' });
      expect(decision.kind === 'accepted' && decision.answer, kind).to.deep.equal({
        name: 'said',
        args: { code: 'promised', promise, dueAt: at('2026-11-27T12:00') },
      });
    }
  });
});

describe('the correction of a promise’s date', () => {
  const CORRECT = COMMANDS['correct-promise'];

  it('changes the date of the same promise, and the history has both', () => {
    const { facts, history, answer } = decideAccepted(ASSIGNED, CORRECT, WHO.assignee);
    const [was] = ASSIGNED.promises;
    expect(facts.promises).to.deep.equal([
      { ...was, dueAt: at('2026-12-02T12:00'), correctedAt: LATER },
    ]);
    const args = { promise: 'p1', was: at('2026-12-01T12:00'), dueAt: at('2026-12-02T12:00') };
    expect(history.map(({ what, args }) => ({ what, args }))).to.deep.equal([
      { what: 'correct-promise', args },
    ]);
    expect(answer).to.deep.equal({ name: 'said', args: { code: 'promise-corrected', ...args } });
  });

  it('to the same date changes nothing', () => {
    const same = { ...CORRECT, dueAt: at('2026-12-01T12:00') };
    const decision = decide(ASSIGNED, same, asActor(WHO.assignee, LATER));
    expect(toAnswerCode(decision)).to.equal('nothing-to-correct');
  });

  it('is for whoever recorded it, who has the complaint, the lead and the officers', () => {
    const codeFor = (complaint: Complaint, person: string): string => {
      const decision = decide(complaint, CORRECT, asActor(person, LATER));
      return decision.kind === 'refused' ? decision.refusals[0].code : decision.kind;
    };
    for (const person of [WHO.assignee, WHO.lead, WHO.officer]) {
      expect(codeFor(ASSIGNED, person), person).to.equal('accepted');
    }
    expect(codeFor(ASSIGNED, WHO.member)).to.equal('not-permitted');
    expect(codeFor(ASSIGNED, WHO.reporter)).to.equal('not-permitted');
    expect(codeFor(ASSIGNED, WHO.outsider)).to.equal('not-found');
    const handedOver = act(ASSIGNED, WHO.lead, { kind: 'assign', to: WHO.member });
    expect(codeFor(handedOver, WHO.assignee), 'they recorded it').to.equal('accepted');
    expect(codeFor(handedOver, WHO.member), 'they have it now').to.equal('accepted');
  });

  it('is possible until the date has passed or the promise is settled', () => {
    const codeAt = (complaint: Complaint, now: number): string => {
      const decision = decide(
        complaint,
        { ...CORRECT, dueAt: now + 9e7, unworked: true },
        asActor(WHO.assignee, now),
      );
      return decision.kind === 'refused' ? decision.refusals[0].code : toAnswerCode(decision);
    };
    const due = at('2026-12-01T12:00');
    expect(codeAt(ASSIGNED, due - 1)).to.equal('promise-corrected');
    expect(codeAt(ASSIGNED, due)).to.equal('promise-late');
    const kept = act(ASSIGNED, WHO.assignee, COMMANDS.keep);
    expect(codeAt(kept, LATER)).to.equal('promise-settled');
    expect(text.refusals['promise-late']({})).to.include('“New date”');
  });

  describe('when reminders of the wrong date were sent', () => {
    /** A promise for Tuesday 1 December at 12:00, of which the first two warnings were sent. */
    function warned(): Complaint {
      let complaint = createPromised();
      for (const due of ['2026-11-26T12:00', '2026-12-01T09:00']) {
        complaint = runSystem(complaint, NUDGE, at(due));
      }
      return complaint;
    }
    const now = at('2026-12-01T09:30');
    const later = { ...CORRECT, dueAt: at('2026-12-11T12:00') };

    it('begins the warnings anew, each with an id of its own', () => {
      const before = warned();
      const corrected = act(before, WHO.assignee, later, now);
      expect(formatPlan(corrected, 'promise-near')).to.deep.equal([
        '2026-12-08T12:00 promise-near 0 repairs-ann',
        '2026-12-10T16:00 promise-near 0 repairs-ann',
        '2026-12-11T11:00 promise-near 0 repairs-ann',
      ]);
      let complaint = corrected;
      for (const due of ['2026-12-08T12:00', '2026-12-10T16:00', '2026-12-11T11:00']) {
        complaint = runSystem(complaint, NUDGE, at(due));
      }
      const ids = complaint.nudges.map(({ id }) => id);
      expect(new Set(ids).size).to.equal(ids.length);
      const rounds = complaint.nudges
        .filter(({ rule }) => rule === 'promise-near')
        .map(({ round }) => round);
      expect(rounds).to.deep.equal([1, 2, 4, 5, 6]);
      expect(formatPlan(complaint, 'promise-near')).to.deep.equal([]);
    });

    it('updates those messages: they ask for nothing any more', () => {
      const before = warned();
      const sent = before.nudges.filter(({ rule }) => rule === 'promise-near');
      expect(sent.every(({ settledAt }) => settledAt === null)).to.equal(true);
      const corrected = act(before, WHO.assignee, later, now);
      const after = corrected.nudges.filter(({ rule }) => rule === 'promise-near');
      expect(after.map(({ settledAt }) => settledAt)).to.deep.equal(sent.map(() => now));
      expect(formatMessages(sendNudges(corrected, at('2026-12-08T12:00')).deliveries)[0]).to.match(
        /promise-near 0/,
      );
    });
  });
});
