import { expect } from 'chai';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  filed,
  HOUR,
  runSystem,
  WHO,
} from '../../support/domain.js';

const TEN = at('2026-11-24T10:00');
const FOUR = at('2026-11-24T16:00');

describe('a lead who has a complaint and cannot be reached for hours', () => {
  it('keeps what is theirs to do: only the escalation goes to an officer', () => {
    const details = createDetails({ impact: 'high' });
    const taken = act(filed({ details }), WHO.lead, COMMANDS.take);
    const told = act(taken, WHO.lead, COMMANDS.acknowledge);
    const first = act(told, WHO.lead, { ...COMMANDS.promise, dueAt: at('2026-11-24T12:00') });
    let complaint = act(first, WHO.lead, { ...COMMANDS.promise, dueAt: FOUR + HOUR });
    for (let next = complaint.nextActionAt ?? 0; next < FOUR; next = complaint.nextActionAt ?? 0) {
      complaint = runSystem(complaint, { kind: 'nudge' }, next);
    }
    const reach = new Map([[WHO.lead, TEN + 24 * HOUR]]);
    complaint = runSystem(complaint, { kind: 'nudge' }, FOUR, { reach });
    const sent = complaint.nudges.filter(({ sentAt }) => sentAt === FOUR);
    expect(
      sent.map(({ rule, about, standIn }) => [rule, about, standIn?.person]),
    ).to.have.deep.members([
      ['promise-near', 'p2', undefined],
      ['promise-passed', 'p1', 'olga'],
    ]);
  });
});
