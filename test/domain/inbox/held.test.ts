import { expect } from 'chai';
import type { Absences } from '../../../src/domain/inbox/absence.js';
import { findReachable, type Reach } from '../../../src/domain/inbox/held.js';
import { createOrganisation, HOUR, MINUTE, MONDAY, WHO } from '../../support/domain.js';

const organisation = createOrganisation();
const COMPLAINT = {
  reporter: WHO.reporter,
  assignee: WHO.assignee,
  team: 'repairs',
  confidential: false,
  state: 'assigned',
} as const;
const LATER = MONDAY + 2 * HOUR + MINUTE;

const find = (reach: Readonly<Record<string, number>>, absences: Absences = new Map()) =>
  findReachable(WHO.lead, COMPLAINT, {
    ...{ organisation, now: MONDAY, absences },
    reach: new Map(Object.entries(reach)) satisfies Reach,
  });

describe('an escalation that would wait more than two hours', () => {
  it('goes to the first officer who can be reached', () => {
    const found = { person: 'olga', until: LATER, isHeld: true };
    expect(find({ [WHO.lead]: LATER })).to.deep.equal(found);
    expect(find({ [WHO.lead]: LATER, olga: LATER })?.person).to.equal('omar');
  });

  it('stays where it is when the wait is no longer, or when nobody else can be reached', () => {
    expect(find({ [WHO.lead]: MONDAY + 2 * HOUR })).to.equal(null);
    expect(find({})).to.equal(null);
    expect(find({ [WHO.lead]: LATER, olga: LATER, omar: LATER })).to.equal(null);
  });

  it('does not go to somebody who is away', () => {
    const absence = { n: 1, from: MONDAY, until: null, standIn: null };
    expect(find({ [WHO.lead]: LATER }, new Map([['olga', absence]]))?.person).to.equal('omar');
  });

  it('goes to a stand-in who can be reached first, and else to one who cannot', () => {
    const until = MONDAY + 24 * HOUR;
    const absences = new Map([[WHO.lead, { n: 1, from: MONDAY, until, standIn: WHO.member }]]);
    expect(find({}, absences)).to.deep.equal({ person: WHO.member, until });
    expect(find({ [WHO.member]: LATER }, absences)).to.deep.equal({ person: 'olga', until });
    const nobody = { [WHO.member]: LATER, olga: LATER, omar: LATER };
    expect(find(nobody, absences)?.person).to.equal(WHO.member);
  });
});
