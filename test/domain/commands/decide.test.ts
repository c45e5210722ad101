import { expect } from 'chai';
import { decide, decideSystem } from '../../../src/domain/commands/decide.js';
import type { PersonCommand, PersonCommandKind } from '../../../src/domain/complaint/command.js';
import { type Complaint, HISTORY_LIMIT } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import {
  COMPLAINT_STATES,
  type ComplaintState,
  isOngoing,
} from '../../../src/domain/complaint/facts.js';
import { COMMAND_RULES } from '../../../src/domain/complaint/permissions.js';
import {
  act,
  asActor,
  asSystem,
  COMMANDS,
  createDetails,
  expectAccepted,
  HOUR,
  inState,
  MONDAY,
  WHO,
} from '../../support/domain.js';
import { wakeUntilNudged } from '../nudges/nudge-helpers.js';
import { readyFor } from './decide-accepted.js';

const KINDS = Object.keys(COMMAND_RULES) as PersonCommandKind[];
const LATER = MONDAY + HOUR;

/** The state after each accepted command, if it changes. */
const LEADS_TO: Partial<Record<PersonCommandKind, ComplaintState>> = {
  take: 'assigned',
  assign: 'assigned',
  release: 'open',
  resolve: 'resolved',
  'follow-up': 'closed',
  reopen: 'assigned',
  withdraw: 'withdrawn',
};

function toCodes(decision: Decision): readonly string[] {
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field }) => (field === null ? code : `${code} ${field}`))
    : [decision.kind];
}

/** Returns a complaint in `state` and a time for the command: a snooze needs a nudge to the officer. */
function prepare(state: ComplaintState, kind: PersonCommandKind) {
  const complaint = readyFor(kind, state);
  const isNudged = kind === 'snooze' && isOngoing(complaint);
  return isNudged ? wakeUntilNudged(complaint, WHO.officer) : { complaint, now: LATER };
}

function tryCommand(
  state: ComplaintState,
  command: PersonCommand,
  person: string = WHO.officer,
): Decision {
  const { complaint, now } = prepare(state, command.kind);
  return decide(complaint, command, asActor(person, now));
}

describe('every command in every state', () => {
  for (const kind of KINDS) {
    for (const state of COMPLAINT_STATES) {
      const isRepeated = kind === 'take' && state === 'assigned';
      if (isRepeated) continue;
      const isRight = COMMAND_RULES[kind].states.includes(state);
      it(`${kind} while ${state} ${isRight ? `leads to ${LEADS_TO[kind] ?? state}` : 'is refused'}`, () => {
        const decision = tryCommand(state, COMMANDS[kind]);
        if (!isRight) {
          const code = kind === 'add-report' ? 'add-ended' : 'wrong-state';
          expect(toCodes(decision)).to.deep.equal([code]);
          return;
        }
        const { facts, history } = expectAccepted(decision);
        expect(facts.state).to.equal(LEADS_TO[kind] ?? state);
        expect(history.map(({ at: when, by, what }) => ({ when, by, what }))).to.deep.equal([
          { when: prepare(state, kind).now, by: WHO.officer, what: kind },
        ]);
      });
    }
  }

  it('counts as activity, except snooze, and that the complainant complained again', () => {
    for (const kind of KINDS) {
      const [state] = COMMAND_RULES[kind].states;
      if (state === undefined) throw new Error(`${kind} has no state`);
      const { facts } = expectAccepted(tryCommand(state, COMMANDS[kind]));
      const isNone = kind === 'snooze' || kind === 'add-report';
      expect(facts.lastLifeAt, kind).to.equal(isNone ? MONDAY : LATER);
    }
  });

  it('updates both cards, except snooze', () => {
    for (const kind of KINDS) {
      const [state = 'open'] = COMMAND_RULES[kind].states;
      const { deliveries } = expectAccepted(tryCommand(state, COMMANDS[kind]));
      const cards = deliveries
        .filter((item) => item.kind === 'update' && !item.slot.startsWith('nudge:'))
        .map((item) => item.slot);
      expect(cards, kind).to.deep.equal(kind === 'snooze' ? [] : ['card:1', 'reporter-card']);
    }
  });

  it('is refused without permission, with not-found to a person who may not see the complaint', () => {
    for (const kind of KINDS) {
      const [state = 'open'] = COMMAND_RULES[kind].states;
      expect(toCodes(tryCommand(state, COMMANDS[kind], WHO.outsider)), kind).to.deep.equal([
        'not-found',
      ]);
    }
    expect(toCodes(tryCommand('assigned', COMMANDS.release, WHO.reporter))).to.deep.equal([
      'not-permitted',
    ]);
    expect(toCodes(tryCommand('assigned', COMMANDS.resolve, WHO.member))).to.deep.equal([
      'not-permitted',
    ]);
    const secret = inState('assigned', 'conduct');
    const member = asActor(WHO.member, LATER);
    expect(toCodes(decide(secret, COMMANDS.acknowledge, member))).to.deep.equal(['not-found']);
  });

  it('is refused with the state and the command, and no text of the complaint', () => {
    const decision = tryCommand('closed', COMMANDS.resolve);
    if (decision.kind !== 'refused') throw new Error(decision.kind);
    expect(decision.refusals[0].args).to.deep.equal({ state: 'closed' });
  });
});

describe('a repeated command', () => {
  const toAnswerCode = (decision: Decision): unknown =>
    decision.kind === 'unchanged' && decision.answer.name === 'said'
      ? decision.answer.args.code
      : decision.kind;

  const again: readonly [string, ComplaintState, PersonCommand, string, string][] = [
    ['take by the assignee', 'assigned', COMMANDS.take, WHO.assignee, 'already-yours'],
    [
      'assign to the assignee',
      'assigned',
      { kind: 'assign', to: WHO.assignee },
      WHO.lead,
      'already-theirs',
    ],
    [
      'correct without a difference',
      'assigned',
      { kind: 'correct', details: createDetails() },
      WHO.reporter,
      'nothing-to-correct',
    ],
  ];
  for (const [name, state, command, person, code] of again) {
    it(`changes nothing: ${name}`, () => {
      expect(toAnswerCode(tryCommand(state, command, person))).to.equal(code);
    });
  }

  const twice: readonly [PersonCommandKind, ComplaintState, string][] = [
    ['acknowledge', 'open', 'already-acknowledged'],
    ['keep', 'assigned', 'promise-settled'],
    ['renegotiate', 'assigned', 'promise-settled'],
    ['tell', 'resolved', 'already-told'],
    ['snooze', 'assigned', 'snoozed'],
  ];
  for (const [kind, state, code] of twice) {
    it(`changes nothing: a second click on ${kind}`, () => {
      const { complaint, now } = prepare(state, kind);
      const once = act(complaint, WHO.officer, COMMANDS[kind], now);
      expect(toAnswerCode(decide(once, COMMANDS[kind], asActor(WHO.officer, now)))).to.equal(code);
    });
  }

  it('is refused where it makes no sense twice', () => {
    for (const kind of ['release', 'resolve', 'follow-up', 'withdraw'] as const) {
      const [state = 'open'] = COMMAND_RULES[kind].states;
      const once = act(readyFor(kind, state), WHO.officer, COMMANDS[kind], LATER);
      const decision = decide(once, COMMANDS[kind], asActor(WHO.officer, LATER));
      expect(toCodes(decision), kind).to.deep.equal(['wrong-state']);
    }
  });
});

describe('a full history', () => {
  const ENDING: readonly PersonCommandKind[] = [
    ...(['take', 'keep', 'waive', 'resolve'] as const),
    ...(['tell', 'follow-up', 'withdraw'] as const),
  ];

  function filledTo(length: number, complaint: Complaint): Complaint {
    const entry = { at: MONDAY, by: WHO.member, what: 'update', args: {} };
    return { ...complaint, history: new Array(length).fill(entry) };
  }

  const full = filledTo(HISTORY_LIMIT, inState('assigned'));

  function triedIn(length: number, kind: PersonCommandKind): Decision {
    const [state = 'open'] = COMMAND_RULES[kind].states;
    const { complaint, now } = prepare(state, kind);
    return decide(filledTo(length, complaint), COMMANDS[kind], asActor(WHO.officer, now));
  }

  for (const kind of KINDS) {
    if (ENDING.includes(kind)) {
      it(`still takes and records ${kind}`, () => {
        for (const length of [HISTORY_LIMIT, HISTORY_LIMIT + 3]) {
          const { history } = expectAccepted(triedIn(length, kind));
          expect(history.map(({ by, what }) => `${by} ${what}`)).to.deep.equal([`olga ${kind}`]);
        }
      });
    } else {
      it(`refuses ${kind} from 5,000 entries on, not before`, () => {
        expect(toCodes(triedIn(5000, kind))).to.deep.equal(['history-full']);
        expect(toCodes(triedIn(5003, kind))).to.deep.equal(['history-full']);
        expect(expectAccepted(triedIn(4999, kind)).history).to.have.length(1);
      });
    }
  }

  it('does not bypass permissions and states', () => {
    const reporter = asActor(WHO.reporter, LATER);
    expect(toCodes(decide(full, COMMANDS.resolve, reporter))).to.deep.equal(['not-permitted']);
    const officer = asActor(WHO.officer, LATER);
    expect(toCodes(decide(full, COMMANDS.tell, officer))).to.deep.equal(['wrong-state']);
  });

  it('grows by at most the three entries that end it, and cannot be reopened', () => {
    const resolved = act(full, WHO.assignee, COMMANDS.resolve, LATER);
    const informed = act(resolved, WHO.assignee, COMMANDS.tell, LATER);
    const followedUp = act(informed, WHO.assignee, COMMANDS['follow-up'], LATER);
    const ended = followedUp.history.slice(HISTORY_LIMIT).map((entry) => entry.what);
    expect(ended).to.deep.equal(['resolve', 'tell', 'follow-up']);
    for (const complaint of [resolved, informed, followedUp]) {
      const reopen = decide(complaint, COMMANDS.reopen, asActor(WHO.assignee, LATER));
      expect(toCodes(reopen)).to.deep.equal(['history-full']);
    }
    expect(followedUp.state).to.equal('closed');
  });

  it('does not stop nudges, which then leave no entry', () => {
    const now = full.nextActionAt ?? 0;
    const { history, deliveries } = expectAccepted(
      decideSystem(full, { kind: 'nudge' }, asSystem(now)),
    );
    expect(history).to.deep.equal([]);
    expect(deliveries.map((item) => item.kind)).to.deep.equal(['nudge']);
    const before = filledTo(HISTORY_LIMIT - 1, full);
    expect(
      expectAccepted(decideSystem(before, { kind: 'nudge' }, asSystem(now))).history,
    ).to.have.length(1);
  });

  it('is never filled by thread activity, which is recorded up to 4,000 entries and always counts', () => {
    const message = { kind: 'hear', placement: 1, by: WHO.member, at: LATER } as const;
    const recorded = [3999, 4000, 4999, 5000].map((length) => {
      const activity = decideSystem(filledTo(length, full), message, asSystem(LATER));
      const { facts, history } = expectAccepted(activity);
      expect(facts.lastLifeAt, `at ${length}`).to.equal(LATER);
      return history.map((entry) => entry.what);
    });
    expect(recorded).to.deep.equal([['hear'], [], [], []]);
  });
});
