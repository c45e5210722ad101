import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { PersonCommand } from '../../../src/domain/complaint/command.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import type { ComplaintState } from '../../../src/domain/complaint/facts.js';
import {
  asActor,
  at,
  COMMANDS,
  createDetails,
  expectAccepted,
  HOUR,
  MONDAY,
  WHO,
} from '../../support/domain.js';
import { readyFor } from './decide-accepted.js';

const LATER = MONDAY + HOUR;

function toCodes(decision: Decision): readonly string[] {
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field }) => (field === null ? code : `${code} ${field}`))
    : [decision.kind];
}

function tryCommand(
  state: ComplaintState,
  command: PersonCommand,
  person: string = WHO.officer,
): Decision {
  return decide(readyFor(command.kind, state), command, asActor(person, LATER));
}

describe('a command with faults', () => {
  const long = 'x'.repeat(3001);
  const cases: readonly [string, ComplaintState, PersonCommand, readonly string[]][] = [
    [
      'no words of acknowledgement',
      'open',
      { ...COMMANDS.acknowledge, words: ' ' },
      ['missing words'],
    ],
    [
      'an unknown means',
      'open',
      { ...COMMANDS.acknowledge, means: 'fax' as never },
      ['unknown-choice means'],
    ],
    ['a person of no team', 'assigned', { kind: 'assign', to: 'zoe' }, ['no-such-colleague to']],
    [
      'a person of another team',
      'assigned',
      { kind: 'assign', to: 'billing-ann' },
      ['no-such-colleague to'],
    ],
    [
      'an empty promise',
      'assigned',
      { kind: 'promise', what: '', dueAt: null, basis: ' ' },
      ['missing what', 'no-deadline dueAt', 'missing basis'],
    ],
    [
      'a promise in the past',
      'assigned',
      { ...COMMANDS.promise, dueAt: LATER - 1 },
      ['date-past dueAt'],
    ],
    [
      'a promise for this very moment',
      'assigned',
      { ...COMMANDS.promise, dueAt: LATER },
      ['date-past dueAt'],
    ],
    [
      'a promise for a time when nobody works',
      'assigned',
      { ...COMMANDS.promise, dueAt: at('2026-12-12T14:00') },
      ['date-unworked dueAt'],
    ],
    [
      'a new date when nobody works, without a reason',
      'assigned',
      { ...COMMANDS.renegotiate, dueAt: at('2026-12-12T14:00'), basis: '' },
      ['date-unworked dueAt', 'missing basis'],
    ],
    [
      'a promise in eleven years',
      'assigned',
      { ...COMMANDS.promise, dueAt: at('2037-12-01T12:00') },
      ['date-far dueAt'],
    ],
    [
      'a date that is no number',
      'assigned',
      { ...COMMANDS.promise, dueAt: Number.NaN },
      ['no-date dueAt'],
    ],
    ['an unknown promise', 'assigned', { kind: 'keep', promise: 'p9' }, ['no-such-promise']],
    [
      'another date for an unknown promise',
      'assigned',
      { ...COMMANDS.renegotiate, promise: 'p9' },
      ['no-such-promise'],
    ],
    [
      'another date in the past',
      'assigned',
      { ...COMMANDS.renegotiate, dueAt: MONDAY },
      ['date-past dueAt'],
    ],
    ['an empty note', 'open', { ...COMMANDS.update, text: '\n' }, ['missing text']],
    ['a note that is too long', 'open', { ...COMMANDS.update, text: long }, ['too-long text']],
    [
      'nothing done',
      'assigned',
      { ...COMMANDS.resolve, done: '', delivered: 'maybe' as never },
      ['missing done', 'unknown-choice delivered'],
    ],
    [
      'a satisfaction of 0',
      'resolved',
      { ...COMMANDS['follow-up'], satisfaction: 0 },
      ['unknown-choice satisfaction'],
    ],
    [
      'a satisfaction of 6',
      'resolved',
      { ...COMMANDS['follow-up'], satisfaction: 6 },
      ['unknown-choice satisfaction'],
    ],
    [
      'a satisfaction of 2.5',
      'resolved',
      { ...COMMANDS['follow-up'], satisfaction: 2.5 },
      ['unknown-choice satisfaction'],
    ],
    [
      'words of 3,001 characters',
      'resolved',
      { ...COMMANDS['follow-up'], words: long },
      ['too-long words'],
    ],
    ['no reason to reopen', 'closed', { kind: 'reopen', reason: '' }, ['missing reason']],
    ['no reason to withdraw', 'open', { kind: 'withdraw', reason: '' }, ['missing reason']],
    [
      'a promise of invisible characters',
      'assigned',
      { ...COMMANDS.promise, what: '\u200b\u3164', basis: '\u2800\ufe0f' },
      ['missing what', 'missing basis'],
    ],
    [
      'an update of one Hangul filler',
      'open',
      { ...COMMANDS.update, text: '\u3164' },
      ['missing text'],
    ],
    ['an invisible reason', 'open', { kind: 'withdraw', reason: '\u2063' }, ['missing reason']],
    [
      'a correction to invisible texts',
      'open',
      {
        kind: 'correct',
        details: createDetails({
          complainant: { name: '\u200e\u00a0', account: '\u200b' },
          description: '\u034f',
          desiredOutcome: '\u115f\u1160',
        }),
      },
      ['missing complainant', 'missing desiredOutcome', 'missing description'],
    ],
    [
      'an empty correction',
      'open',
      { kind: 'correct', details: createDetails({ description: '' }) },
      ['missing description'],
    ],
  ];
  for (const [name, state, command, expected] of cases) {
    it(`is refused with every fault: ${name}`, () => {
      expect(toCodes(tryCommand(state, command))).to.deep.equal(expected);
    });
  }

  it('records no invisible text where none is needed', () => {
    const details = createDetails({
      complainant: { name: '\u200bMaria\u3164', account: '\u2800' },
    });
    const { history } = expectAccepted(tryCommand('open', { kind: 'correct', details }));
    expect(history[0]?.args).to.deep.nested.include({
      'after.complainant': { name: 'Maria', account: '' },
    });
  });

  it('accepts exactly 3,000 characters and does not count white space around them', () => {
    const text = `  ${'x'.repeat(3000)}\n`;
    const { history } = expectAccepted(tryCommand('open', { ...COMMANDS.update, text }));
    expect(history[0]?.args).to.include({ text: 'x'.repeat(3000) });
  });

  it('is refused if it is already taken', () => {
    expect(toCodes(tryCommand('assigned', COMMANDS.take, WHO.member))).to.deep.equal([
      'already-taken',
    ]);
  });
});
