import { expect } from 'chai';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { toNudgeId } from '../../../src/domain/nudges/nudge.js';
import { act, COMMANDS, createOrganisation, inState, WHO } from '../../support/domain.js';

describe('toNudgeId', () => {
  it('consists of rule, promise, rung, due time and recipient', () => {
    const key = {
      rule: 'promise-near',
      about: 'p2',
      rung: 0,
      dueAt: 5,
      to: { person: 'olga' },
    } as const;
    expect(toNudgeId(key)).to.equal('promise-near/p2/0/5/olga');
    expect(toNudgeId({ ...key, about: null, to: 'team' })).to.equal('promise-near/-/0/5/team');
  });

  it('stays the same when the plan is made again or later things happen', () => {
    const before = planComplaintNudges(inState('assigned'), createOrganisation()).map(toNudgeId);
    expect(
      planComplaintNudges(inState('assigned'), createOrganisation()).map(toNudgeId),
    ).to.deep.equal(before);
    const later = act(inState('assigned'), WHO.lead, COMMANDS.acknowledge);
    const left = planComplaintNudges(later, createOrganisation()).map(toNudgeId);
    expect(left).to.deep.equal(before.filter((id) => !id.startsWith('acknowledgement')));
  });
});
