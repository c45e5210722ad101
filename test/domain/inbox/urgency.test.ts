import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeRule } from '../../../src/domain/complaint/facts.js';
import { draftNudge, type NudgeContent } from '../../../src/domain/nudges/nudge-message.js';
import {
  act,
  COMMANDS,
  createDetails,
  filed,
  MONDAY,
  runSystem,
  WHO,
} from '../../support/domain.js';

type Reason = NudgeContent['reasons'][number];

const complaint = filed({ details: createDetails({ impact: 'high' }) });

const toReason = (rule: NudgeRule, parts: Partial<Reason> = {}): Reason => ({
  ...{ rule, about: null, rung: 0, round: 1, repeat: 0, dueAt: MONDAY },
  ...parts,
});
/** How long a nudge with these reasons can wait; null if it goes to no inbox. */
const findUrgency = (reasons: readonly Reason[], of: Complaint = complaint): string | null => {
  const draft = draftNudge('n1', { to: { person: WHO.assignee }, reasons }, of);
  if (draft.kind !== 'relay' || draft.relay.command.kind !== 'add-line') return null;
  return draft.relay.command.line.urgency;
};
const warning = (round: number, lastRound: number): Reason =>
  toReason('promise-near', { about: 'p1', round, lastRound });

describe('a reminder to a person', () => {
  for (const rule of ['quiet', 'tell', 'follow-up'] as const) {
    it(`can wait for the list when it is the first one: ${rule}`, () => {
      expect(findUrgency([toReason(rule)])).to.equal('gentle');
      expect(findUrgency([toReason(rule, { rung: 1 })]), 'escalated').to.equal('firm');
      expect(findUrgency([toReason(rule, { repeat: 1 })]), 'put off before').to.equal('firm');
    });
  }

  for (const rule of ['untaken', 'acknowledgement', 'promise-passed'] as const) {
    it(`cannot wait: ${rule}`, () => {
      expect(findUrgency([toReason(rule)])).to.equal('firm');
    });
  }

  it('before a promise can wait unless it is the last one', () => {
    expect([1, 2, 3].map((round) => findUrgency([warning(round, 3)]))).to.deep.equal([
      ...['gentle', 'gentle'],
      'firm',
    ]);
    expect(findUrgency([warning(1, 1)]), 'the only one').to.equal('firm');
    expect(findUrgency([toReason('promise-near', { about: 'p1' })]), 'of before').to.equal('firm');
  });

  it('cannot wait as soon as one of its reasons cannot', () => {
    expect(findUrgency([toReason('quiet'), warning(1, 3)])).to.equal('gentle');
    expect(findUrgency([toReason('quiet'), warning(3, 3)])).to.equal('firm');
  });

  it('about what is critical goes to no inbox: it comes at once and alone', () => {
    expect(findUrgency([toReason('quiet')], filed())).to.equal(null);
  });
});

describe('whoever gets a complaint', () => {
  /** The people whose inboxes are told, by what a complaint did since `before`, that a list is to come. */
  const findExpecting = (before: Complaint, after: Complaint): readonly string[] =>
    after.outbox.slice(before.outbox.length).flatMap((item) => {
      if (item.kind !== 'relay' || item.relay.command.kind !== 'expect-list') return [];
      return [item.relay.target.id];
    });

  it('gets a morning list from then on, also about what is critical', () => {
    for (const given of [complaint, filed()]) {
      const taken = act(given, WHO.assignee, COMMANDS.take);
      expect(findExpecting(given, taken)).to.deep.equal([WHO.assignee]);
      const handed = act(taken, WHO.lead, { kind: 'assign', to: WHO.member });
      expect(findExpecting(taken, handed)).to.deep.equal([WHO.member]);
    }
  });

  it('is told so once: not by what happens afterwards, nor when they give it back', () => {
    const taken = act(complaint, WHO.assignee, COMMANDS.take);
    const promised = act(taken, WHO.assignee, COMMANDS.promise);
    expect(findExpecting(taken, promised)).to.deep.equal([]);
    const nudged = runSystem(promised, { kind: 'nudge' }, MONDAY + 30 * 3_600_000);
    expect(findExpecting(promised, nudged)).to.deep.equal([]);
    const released = act(promised, WHO.assignee, COMMANDS.release);
    expect(findExpecting(promised, released)).to.deep.equal([]);
  });
});
