import { expect } from 'chai';
import fc from 'fast-check';
import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import { COMPLAINT_STATES, type ComplaintState } from '../../../src/domain/complaint/complaint.js';
import {
  COMMAND_RULES,
  canSee,
  checkPermission,
  findRoles,
  type Role,
  toViewer,
  type Viewer,
} from '../../../src/domain/complaint/permissions.js';
import { createOrganisation, WHO } from '../../support/domain.js';

const ORGANISED = createOrganisation();
const KINDS = Object.keys(COMMAND_RULES) as PersonCommandKind[];
const ROLES: readonly Role[] = ['reporter', 'assignee', 'member', 'lead', 'officer'];

/** A viewer with exactly one part in {@link complaintFacts}, the assignee being nobody in the team. */
const VIEWERS: Readonly<Record<Role, Viewer>> = {
  reporter: toViewer('rita', ORGANISED),
  assignee: toViewer('adam', ORGANISED),
  member: toViewer(WHO.member, ORGANISED),
  lead: { person: 'lena', ids: ['lena'], memberOf: [], leadOf: ['repairs'], isOfficer: false },
  officer: toViewer('olga', ORGANISED),
};

function complaintFacts(state: ComplaintState, confidential = false) {
  return { state, confidential, team: 'repairs', reporter: 'rita', assignee: 'adam' };
}

const EVERYBODY = COMPLAINT_STATES.flatMap((state) => ROLES.map((role) => ({ state, role })));

describe('what a person is in the organisation', () => {
  it('counts a lead as a member of their team', () => {
    expect(toViewer(WHO.lead, ORGANISED)).to.deep.equal({
      person: WHO.lead,
      ids: [WHO.lead],
      memberOf: ['repairs'],
      leadOf: ['repairs'],
      isOfficer: false,
    });
  });

  it('makes a stranger nothing', () => {
    const nothing = { person: 'zoe', ids: ['zoe'], memberOf: [], leadOf: [], isOfficer: false };
    expect(toViewer('zoe', ORGANISED)).to.deep.equal(nothing);
  });

  it('is what the records merged into theirs were', () => {
    for (const former of [WHO.lead, WHO.member, 'olga', 'zoe']) {
      const { memberOf, leadOf, isOfficer } = toViewer(former, ORGANISED);
      expect(toViewer({ id: 'new', aliases: ['other', former] }, ORGANISED)).to.deep.equal({
        ...{ person: 'new', ids: ['new', 'other', former] },
        ...{ memberOf, leadOf, isOfficer },
      });
    }
  });
});

describe('who sees a complaint', () => {
  for (const role of ROLES) {
    it(`is the ${role}, ${role === 'member' ? 'unless' : 'also when'} it is confidential`, () => {
      expect(findRoles(VIEWERS[role], complaintFacts('assigned'))).to.deep.equal([role]);
      expect(canSee(VIEWERS[role], complaintFacts('assigned'))).to.equal(true);
      expect(canSee(VIEWERS[role], complaintFacts('assigned', true))).to.equal(role !== 'member');
    });
  }

  it('is nobody else: not a stranger, nor another team, nor its lead', () => {
    for (const person of ['zoe', 'billing-ann', 'billing-lead']) {
      expect(canSee(toViewer(person, ORGANISED), complaintFacts('open')), person).to.equal(false);
    }
  });

  it('is a member when it is theirs, though it is confidential', () => {
    const theirs = { ...complaintFacts('assigned', true), assignee: WHO.member };
    expect(findRoles(toViewer(WHO.member, ORGANISED), theirs)).to.deep.equal(['assignee']);
  });

  it('is whoever reported or has it, though their record was merged into another since', () => {
    for (const former of ['rita', 'adam']) {
      const roles = findRoles(toViewer(former, ORGANISED), complaintFacts('assigned', true));
      const merged = toViewer({ id: 'new', aliases: [former] }, ORGANISED);
      expect(findRoles(merged, complaintFacts('assigned', true)), former).to.deep.equal(roles);
    }
  });

  it('is never more people when it is confidential', () => {
    const people = [...Object.values(WHO), 'adam', 'desk-ann', 'billing-lead', 'omar'];
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.constantFrom(...people),
        fc.option(fc.constantFrom(...people)),
        fc.constantFrom('repairs', 'desk', 'billing', 'gone'),
        (person, reporter, assignee, team) => {
          const viewer = toViewer(person, ORGANISED);
          const open = { reporter, assignee, team, confidential: false };
          const closed = { ...open, confidential: true };
          if (canSee(viewer, closed)) expect(canSee(viewer, open)).to.equal(true);
          expect(findRoles(viewer, closed)).not.to.include('member');
        },
      ),
    );
  });
});

describe('who may do what, and when', () => {
  for (const kind of KINDS) {
    const { states, roles } = COMMAND_RULES[kind];
    it(`lets ${roles.join(', ')} ${kind} while ${states.join(', ')}, and else says why not`, () => {
      for (const { state, role } of EVERYBODY) {
        const inTime = states.includes(state) ? 'yes' : 'wrong-state';
        const expected = roles.includes(role) ? inTime : 'not-permitted';
        expect(
          checkPermission(VIEWERS[role], complaintFacts(state), kind),
          `${role}, ${state}`,
        ).to.equal(expected);
      }
    });
  }

  it('tells nobody of a complaint they may not see', () => {
    for (const kind of KINDS) {
      expect(checkPermission(toViewer('zoe', ORGANISED), complaintFacts('open'), kind)).to.equal(
        'not-found',
      );
      expect(checkPermission(VIEWERS.member, complaintFacts('open', true), kind)).to.equal(
        'not-found',
      );
    }
  });

  it('leaves nothing to do once it is withdrawn, and only to reopen it once it is closed', () => {
    const possible = (state: ComplaintState) =>
      KINDS.filter((kind) => COMMAND_RULES[kind].states.includes(state));
    expect(possible('withdrawn')).to.deep.equal([]);
    expect(possible('closed')).to.deep.equal(['reopen']);
  });

  it('never lets somebody who only reported it run it', () => {
    const running = KINDS.filter((kind) => COMMAND_RULES[kind].roles.includes('reporter'));
    expect(running).to.have.members([
      'acknowledge',
      'update',
      'tell',
      'follow-up',
      'reopen',
      'withdraw',
      'correct',
    ]);
  });
});
