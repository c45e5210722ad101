import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  asActor,
  COMMANDS,
  expectAccepted,
  filed,
  inState,
  organisationWithTeam,
  WHO,
} from '../../support/domain.js';
import { decideAccepted, formatMessages, LATER } from './decide-accepted.js';

describe('the message about a change', () => {
  it('goes to the new assignee, unless they did it themselves', () => {
    expect(
      formatMessages(decideAccepted(inState('assigned'), COMMANDS.assign, WHO.lead).deliveries),
    ).to.deep.equal([`dm:${WHO.member} assigned`, `dm:${WHO.assignee} relieved`]);
    expect(
      formatMessages(decideAccepted(inState('open'), COMMANDS.assign, WHO.lead).deliveries),
    ).to.deep.equal([`dm:${WHO.member} assigned`]);
    const toSelf = { kind: 'assign', to: WHO.lead } as const;
    expect(
      formatMessages(decideAccepted(inState('open'), toSelf, WHO.lead).deliveries),
    ).to.deep.equal([]);
    expect(
      formatMessages(decideAccepted(inState('assigned'), toSelf, WHO.lead).deliveries),
    ).to.deep.equal([`dm:${WHO.assignee} relieved`]);
  });

  it('goes to the old assignee with actor and new assignee, unless they did it themselves', () => {
    const { assignee, member, lead } = WHO;
    function relieved(complaint: Complaint, to: string, by: string): readonly unknown[] {
      const { deliveries } = decideAccepted(complaint, { kind: 'assign', to }, by);
      const views = toMessages(deliveries).filter((item) => item.view.name === 'relieved');
      return views.map(({ kind, slot, person, view }) => [kind, slot, person, view.args]);
    }
    const theirs = ['post', `dm:${assignee}`, assignee];
    for (const category of ['damp', 'conduct']) {
      const complaint = inState('assigned', category);
      expect(relieved(complaint, 'omar', lead)).to.deep.equal([
        [...theirs, { by: lead, from: assignee, to: 'omar' }],
      ]);
      expect(relieved(complaint, lead, lead)).to.deep.equal([
        [...theirs, { by: lead, from: assignee, to: lead }],
      ]);
      expect(relieved(complaint, 'omar', assignee)).to.deep.equal([]);
    }
    expect(relieved(inState('open'), member, lead)).to.deep.equal([]);
  });

  it('goes to nobody when the assignee stays the same', () => {
    const same = { kind: 'assign', to: WHO.assignee } as const;
    const decision = decide(inState('assigned'), same, asActor(WHO.lead, LATER));
    expect(decision.kind).to.equal('unchanged');
  });

  it('goes to the reporter when it is resolved, and for a note to them', () => {
    const resolved = decideAccepted(inState('assigned'), COMMANDS.resolve, WHO.assignee);
    expect(formatMessages(resolved.deliveries)).to.deep.equal(['dm:rita reporter-resolved']);
    const note = { ...COMMANDS.update, audience: 'reporter' } as const;
    expect(
      formatMessages(decideAccepted(inState('assigned'), note, WHO.assignee).deliveries),
    ).to.deep.equal(['dm:rita reporter-update']);
  });

  it('does not let a person who is only the reporter write to the reporter', () => {
    const note = { ...COMMANDS.update, audience: 'reporter' } as const;
    const tried = decide(inState('assigned'), note, asActor(WHO.reporter, LATER));
    expect(tried).to.have.deep.nested.property('refusals[0]', {
      ...{ code: 'not-permitted', field: 'audience', args: {} },
    });
    const own = filed({ by: WHO.lead });
    expect(formatMessages(decideAccepted(own, note, WHO.lead).deliveries)).to.deep.equal([
      `dm:${WHO.lead} reporter-update`,
    ]);
  });

  it('goes to the team’s thread for a note to the team', () => {
    const note = decideAccepted(inState('assigned'), COMMANDS.update, WHO.reporter);
    expect(formatMessages(note.deliveries)).to.deep.equal(['thread:1 team-update']);
  });

  it('goes to assignee and lead in private for a note to the team on a confidential complaint', () => {
    const secret = inState('assigned', 'conduct');
    expect(
      formatMessages(decideAccepted(secret, COMMANDS.update, WHO.officer).deliveries),
    ).to.deep.equal([`dm:${WHO.assignee} team-update`, `dm:${WHO.lead} team-update`]);
    expect(
      formatMessages(decideAccepted(secret, COMMANDS.update, WHO.lead).deliveries),
    ).to.deep.equal([`dm:${WHO.assignee} team-update`]);
    const theirs = act(filed({ category: 'conduct' }), WHO.lead, COMMANDS.take);
    const once = decideAccepted(theirs, COMMANDS.update, WHO.officer);
    expect(formatMessages(once.deliveries)).to.deep.equal([`dm:${WHO.lead} team-update`]);
  });

  it('goes to the officers if a confidential complaint has neither assignee nor lead', () => {
    const organisation = organisationWithTeam('repairs', { lead: null });
    const who = asActor('rita', LATER, { organisation });
    const note = expectAccepted(decide(filed({ category: 'conduct' }), COMMANDS.update, who));
    expect(formatMessages(note.deliveries)).to.deep.equal([
      'dm:olga team-update',
      'dm:omar team-update',
    ]);
  });
});
