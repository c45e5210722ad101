import { expect } from 'chai';
import { checkPermission, toViewer } from '../../../src/domain/complaint/permissions.js';
import type { Absences } from '../../../src/domain/inbox/absence.js';
import { findStandIn, toStandInViewer } from '../../../src/domain/inbox/stand-in.js';
import { createOrganisation, HOUR, MONDAY, WHO } from '../../support/domain.js';

const organisation = createOrganisation();
const COMPLAINT = {
  reporter: WHO.reporter,
  assignee: WHO.assignee,
  team: 'repairs',
  confidential: false,
  state: 'assigned',
} as const;
const CONFIDENTIAL = { ...COMPLAINT, confidential: true };

/** Who is away for an hour from now on, with their stand-ins. */
function away(all: Readonly<Record<string, string | null>>): Absences {
  const entries = Object.entries(all).map(([person, standIn]) => {
    return [person, { n: 1, from: MONDAY, until: MONDAY + HOUR, standIn }] as const;
  });
  return new Map(entries);
}

const find = (person: string, absences: Absences, now = MONDAY, complaint = COMPLAINT) =>
  findStandIn(person, complaint, { organisation, now, absences })?.person ?? null;

describe('a stand-in', () => {
  it('is whom the person named, as long as they are away', () => {
    const absences = away({ [WHO.assignee]: WHO.member });
    expect(find(WHO.assignee, absences)).to.equal(WHO.member);
    expect(find(WHO.assignee, absences, MONDAY - 1), 'not gone yet').to.equal(null);
    expect(find(WHO.assignee, absences, MONDAY + HOUR), 'back').to.equal(null);
    expect(find(WHO.member, absences), 'somebody who is there').to.equal(null);
  });

  it('is else the lead, and in place of the lead an officer', () => {
    expect(find(WHO.assignee, away({ [WHO.assignee]: null }))).to.equal(WHO.lead);
    expect(find(WHO.lead, away({ [WHO.lead]: null }))).to.equal('olga');
    expect(find('olga', away({ olga: null })), 'another officer first').to.equal('omar');
  });

  it('is never somebody who is away too', () => {
    const absences = away({ [WHO.assignee]: WHO.member, [WHO.member]: null, [WHO.lead]: null });
    expect(find(WHO.assignee, absences)).to.equal('olga');
  });

  it('is nobody when all are away: then they get it themselves', () => {
    const all = { [WHO.assignee]: WHO.member, [WHO.member]: null, [WHO.lead]: null };
    expect(find(WHO.assignee, away({ ...all, olga: null, omar: null }))).to.equal(null);
  });

  it('may always see the complaint', () => {
    const toOutsider = away({ [WHO.assignee]: WHO.outsider });
    expect(find(WHO.assignee, toOutsider)).to.equal(WHO.lead);
    const toMember = away({ [WHO.assignee]: WHO.member });
    expect(find(WHO.assignee, toMember, MONDAY, CONFIDENTIAL as typeof COMPLAINT)).to.equal(
      WHO.lead,
    );
  });

  it('may do what the person may, where they may see the complaint', () => {
    const absences = away({ [WHO.assignee]: WHO.member });
    const own = toViewer(WHO.member, organisation);
    const viewer = toStandInViewer(own, { organisation, now: MONDAY, absences });
    expect(checkPermission(own, COMPLAINT, 'promise')).to.equal('not-permitted');
    expect(checkPermission(viewer, COMPLAINT, 'promise')).to.equal('yes');
    expect(checkPermission(viewer, CONFIDENTIAL, 'promise')).to.equal('not-found');
    const later = toStandInViewer(own, { organisation, now: MONDAY + HOUR, absences });
    expect(checkPermission(later, COMPLAINT, 'promise')).to.equal('not-permitted');
  });

  it('may do what the lead may, of the lead’s team alone', () => {
    const absences = away({ [WHO.lead]: WHO.member });
    const own = toViewer(WHO.member, organisation);
    const viewer = toStandInViewer(own, { organisation, now: MONDAY, absences });
    expect(checkPermission(viewer, COMPLAINT, 'correct-received')).to.equal('yes');
    const billing = { ...COMPLAINT, team: 'billing' };
    expect(checkPermission(viewer, billing, 'correct-received')).to.equal('not-found');
  });
});
