import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import {
  asActor,
  COMMANDS,
  expectAccepted,
  filed,
  HOUR,
  inState,
  MONDAY,
  organisationWithTeam,
  WHO,
} from '../../support/domain.js';

const LATER = MONDAY + HOUR;

function formatMessages(deliveries: readonly Delivery[]): readonly string[] {
  return deliveries
    .filter((item) => item.slot.startsWith('dm:') || item.slot === 'thread')
    .map((item) => `${item.slot} ${item.view.name}`);
}

function decideAccepted(
  complaint: Complaint,
  command: Parameters<typeof decide>[1],
  person: string,
) {
  return expectAccepted(decide(complaint, command, asActor(person, LATER)));
}

describe('who is told of a change', () => {
  it('is the colleague it was given to, unless they did it themselves', () => {
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

  it('is whoever had it before, by whom and to whom it was given, unless they did it themselves', () => {
    const { assignee, member, lead } = WHO;
    function relieved(complaint: Complaint, to: string, by: string): readonly unknown[] {
      const { deliveries } = decideAccepted(complaint, { kind: 'assign', to }, by);
      const views = deliveries.filter((item) => item.view.name === 'relieved');
      return views.map(({ kind, slot, person, view }) => [kind, slot, person, view.args]);
    }
    const theirs = ['post', `dm:${assignee}`, assignee];
    for (const category of ['damp', 'conduct']) {
      const complaint = inState('assigned', category);
      expect(relieved(complaint, 'omar', lead)).to.deep.equal([
        [...theirs, { by: lead, to: 'omar' }],
      ]);
      expect(relieved(complaint, lead, lead)).to.deep.equal([[...theirs, { by: lead, to: lead }]]);
      expect(relieved(complaint, 'omar', assignee)).to.deep.equal([]);
    }
    expect(relieved(inState('open'), member, lead)).to.deep.equal([]);
  });

  it('is nobody when it is given to whoever has it', () => {
    const same = { kind: 'assign', to: WHO.assignee } as const;
    const decision = decide(inState('assigned'), same, asActor(WHO.lead, LATER));
    expect(decision.kind).to.equal('unchanged');
  });

  it('is the reporter when it is resolved, and when somebody writes to them', () => {
    const resolved = decideAccepted(inState('assigned'), COMMANDS.resolve, WHO.assignee);
    expect(formatMessages(resolved.deliveries)).to.deep.equal(['dm:rita reporter-resolved']);
    const note = { ...COMMANDS.update, audience: 'reporter' } as const;
    expect(
      formatMessages(decideAccepted(inState('assigned'), note, WHO.assignee).deliveries),
    ).to.deep.equal(['dm:rita reporter-update']);
  });

  it('is never the reporter by their own words, unless they have another part in it', () => {
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

  it('is the team’s thread when a note is for the team', () => {
    const note = decideAccepted(inState('assigned'), COMMANDS.update, WHO.reporter);
    expect(formatMessages(note.deliveries)).to.deep.equal(['thread team-update']);
  });

  it('is assignee and lead in private when a note is for the team of a confidential one', () => {
    const secret = inState('assigned', 'conduct');
    expect(
      formatMessages(decideAccepted(secret, COMMANDS.update, WHO.officer).deliveries),
    ).to.deep.equal([`dm:${WHO.assignee} team-update`, `dm:${WHO.lead} team-update`]);
    expect(
      formatMessages(decideAccepted(secret, COMMANDS.update, WHO.lead).deliveries),
    ).to.deep.equal([`dm:${WHO.assignee} team-update`]);
  });

  it('is the officers when a confidential one has neither assignee nor lead', () => {
    const organised = organisationWithTeam('repairs', { lead: null });
    const who = asActor('rita', LATER, { organisation: organised });
    const note = expectAccepted(decide(filed({ category: 'conduct' }), COMMANDS.update, who));
    expect(formatMessages(note.deliveries)).to.deep.equal([
      'dm:olga team-update',
      'dm:omar team-update',
    ]);
  });
});
