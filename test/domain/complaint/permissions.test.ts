import { expect } from 'chai';
import fc from 'fast-check';
import type { Role } from '../../../src/domain/complaint/audience.js';
import type { PersonCommandKind } from '../../../src/domain/complaint/command.js';
import { COMPLAINT_STATES, type ComplaintState } from '../../../src/domain/complaint/facts.js';
import {
  accessOf,
  COMMAND_RULES,
  checkPermission,
  findRoles,
  toViewer,
  type Viewer,
} from '../../../src/domain/complaint/permissions.js';
import { createOrganisation, WHO } from '../../support/domain.js';

const ORGANISATION = createOrganisation();
const KINDS = Object.keys(COMMAND_RULES) as PersonCommandKind[];
const ROLES: readonly Role[] = ['reporter', 'assignee', 'member', 'lead', 'officer'];

/** For each role a viewer with no other role in {@link complaintFacts}. The assignee is not in the team. */
const VIEWERS: Readonly<Record<Role, Viewer>> = {
  reporter: toViewer('rita', ORGANISATION),
  assignee: toViewer('adam', ORGANISATION),
  member: toViewer(WHO.member, ORGANISATION),
  lead: { person: 'lena', ids: ['lena'], memberOf: [], leadOf: ['repairs'], isOfficer: false },
  officer: toViewer('olga', ORGANISATION),
};

function complaintFacts(state: ComplaintState, confidential = false) {
  return { state, confidential, team: 'repairs', reporter: 'rita', assignee: 'adam' };
}

const EVERYBODY = COMPLAINT_STATES.flatMap((state) => ROLES.map((role) => ({ state, role })));

describe('toViewer', () => {
  it('counts a lead as a member of their team', () => {
    expect(toViewer(WHO.lead, ORGANISATION)).to.deep.equal({
      person: WHO.lead,
      ids: [WHO.lead],
      memberOf: ['repairs'],
      leadOf: ['repairs'],
      isOfficer: false,
    });
  });

  it('gives a stranger no role', () => {
    const nothing = { person: 'zoe', ids: ['zoe'], memberOf: [], leadOf: [], isOfficer: false };
    expect(toViewer('zoe', ORGANISATION)).to.deep.equal(nothing);
  });

  it('gives a person the roles of the records merged into theirs', () => {
    for (const former of [WHO.lead, WHO.member, 'olga', 'zoe']) {
      const { memberOf, leadOf, isOfficer } = toViewer(former, ORGANISATION);
      expect(toViewer({ id: 'new', aliases: ['other', former] }, ORGANISATION)).to.deep.equal({
        ...{ person: 'new', ids: ['new', 'other', former] },
        ...{ memberOf, leadOf, isOfficer },
      });
    }
  });
});

describe('who sees a complaint', () => {
  for (const role of ROLES) {
    it(`includes the ${role}, ${role === 'member' ? 'unless' : 'even if'} it is confidential`, () => {
      expect(findRoles(VIEWERS[role], complaintFacts('assigned'))).to.deep.equal([role]);
      expect(accessOf(VIEWERS[role], complaintFacts('assigned'))).to.equal('full');
      expect(accessOf(VIEWERS[role], complaintFacts('assigned', true))).to.equal(
        role === 'member' ? 'none' : 'full',
      );
    });
  }

  it('does not include strangers, other teams or their leads', () => {
    for (const person of ['zoe', 'billing-ann', 'billing-lead']) {
      expect(accessOf(toViewer(person, ORGANISATION), complaintFacts('open')), person).to.equal(
        'none',
      );
    }
  });

  it('includes a member who is the assignee, even if it is confidential', () => {
    const theirs = { ...complaintFacts('assigned', true), assignee: WHO.member };
    expect(findRoles(toViewer(WHO.member, ORGANISATION), theirs)).to.deep.equal(['assignee']);
  });

  it('includes a reporter and an assignee whose record was merged since', () => {
    for (const former of ['rita', 'adam']) {
      const roles = findRoles(toViewer(former, ORGANISATION), complaintFacts('assigned', true));
      const merged = toViewer({ id: 'new', aliases: [former] }, ORGANISATION);
      expect(findRoles(merged, complaintFacts('assigned', true)), former).to.deep.equal(roles);
    }
  });

  it('never includes more people if it is confidential', () => {
    const people = [...Object.values(WHO), 'adam', 'desk-ann', 'billing-lead', 'omar'];
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.constantFrom(...people),
        fc.option(fc.constantFrom(...people)),
        fc.constantFrom('repairs', 'desk', 'billing', 'gone'),
        (person, reporter, assignee, team) => {
          const viewer = toViewer(person, ORGANISATION);
          const open = { reporter, assignee, team, confidential: false };
          const closed = { ...open, confidential: true };
          if (accessOf(viewer, open) === 'none') expect(accessOf(viewer, closed)).to.equal('none');
          expect(findRoles(viewer, closed)).not.to.include('member');
        },
      ),
    );
  });
});

describe('checkPermission', () => {
  for (const kind of KINDS) {
    const { states, roles } = COMMAND_RULES[kind];
    it(`lets ${roles.join(', ')} ${kind} while ${states.join(', ')}, and otherwise says why not`, () => {
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

  it('returns not-found for a complaint that the person may not see', () => {
    for (const kind of KINDS) {
      expect(checkPermission(toViewer('zoe', ORGANISATION), complaintFacts('open'), kind)).to.equal(
        'not-found',
      );
      expect(checkPermission(VIEWERS.member, complaintFacts('open', true), kind)).to.equal(
        'not-found',
      );
    }
  });

  it('allows nothing on a withdrawn complaint, and only reopening and naming a colleague on a closed one', () => {
    const possible = (state: ComplaintState) =>
      KINDS.filter((kind) => COMMAND_RULES[kind].states.includes(state));
    expect(possible('withdrawn')).to.deep.equal([]);
    expect(possible('closed')).to.deep.equal(['reopen', 'name-colleague']);
  });

  it('gives a person who is only the reporter none of the assignee’s commands', () => {
    const running = KINDS.filter((kind) => COMMAND_RULES[kind].roles.includes('reporter'));
    expect(running).to.have.members([
      'acknowledge',
      'update',
      'tell',
      'follow-up',
      'reopen',
      'withdraw',
      'correct',
      'complete',
      'add-report',
      'recategorise',
    ]);
  });
});
