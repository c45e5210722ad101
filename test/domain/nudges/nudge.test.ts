import { expect } from 'chai';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { toNudgeId } from '../../../src/domain/nudges/nudge.js';
import { act, COMMANDS, createOrganisation, inState, WHO } from '../../support/domain.js';

describe('toNudgeId', () => {
  it('consists of rule, promise, rung, round and recipient', () => {
    const nudge = {
      rule: 'promise-near',
      about: 'p2',
      rung: 0,
      round: 5,
      repeat: 0,
      to: { person: 'olga' },
    } as const;
    expect(toNudgeId(nudge)).to.equal('promise-near/p2/0/5/olga');
    expect(toNudgeId({ ...nudge, about: null, to: 'team' })).to.equal('promise-near/-/0/5/team');
    expect(toNudgeId({ ...nudge, repeat: 2 })).to.equal('promise-near/p2/0/5-2/olga');
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
