import { expect } from 'chai';
import { withholdFrom } from '../../../src/domain/complaint/permissions.js';
import { toMatchKeys } from '../../../src/domain/matching/match-keys.js';
import { createDetails, filed } from '../../support/domain.js';

const CONTACT = 'ACCOUNT-17';

describe('what is withheld from a person', () => {
  const complainant = { name: 'Jo Tenant', account: CONTACT };
  const details = createDetails({ complainant });
  const corrected = {
    at: 1,
    by: 'rita',
    what: 'correct',
    args: { before: { complainant }, after: { complainant: { ...complainant, name: 'Jo' } } },
  } as const;
  const described = {
    at: 2,
    by: 'rita',
    what: 'correct',
    args: { before: { description: 'a' }, after: { description: 'b' } },
  } as const;
  const keys = toMatchKeys(details, null);
  const complaint = { ...filed(), details, keys, history: [corrected, described] };

  it('is nothing with full access', () => {
    expect(withholdFrom('full', complaint)).to.equal(complaint);
  });

  it('is everything without access', () => {
    expect(withholdFrom('none', complaint)).to.equal(undefined);
  });

  it('is how to find and call the complainant with a part of the access, also in corrections', () => {
    const part = withholdFrom('part', complaint);
    expect(JSON.stringify(complaint)).to.include(CONTACT);
    expect(JSON.stringify(part)).to.not.include(CONTACT);
    expect(JSON.stringify(complaint)).to.include(keys[0]);
    expect(JSON.stringify(part)).to.not.include(keys[0]);
    expect(part?.details.complainant.name).to.equal('Jo Tenant');
    expect(part?.history[1]).to.deep.equal(described);
    expect(part).to.deep.include({ id: complaint.id, promises: complaint.promises });
  });
});
