import { expect } from 'chai';
import type { Account } from '../../src/domain/organisation/person.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { createMemoryLogger } from '../support/memory-logger.js';

const SLACK: Account = { platform: 'slack', workspace: 'T1', userId: 'U1' };
const TEAMS: Account = { platform: 'teams', workspace: 'tenant', userId: 'ann' };
const OMAR = { name: 'Omar', email: 'omar@example.org', zone: null };

describe('an account that an e-mail address adds to a known person', () => {
  const { logger, lines } = createMemoryLogger();
  const open = async () => {
    lines.length = 0;
    return openEmbeddedStores({ file: ':memory:', logger });
  };
  const logged = () => lines.map((line) => JSON.parse(line));

  it('is logged once, with ids only', async () => {
    const stores = await open();
    const omar = await stores.people.ensureByEmail(OMAR);
    for (const account of [SLACK, SLACK, TEAMS]) await stores.people.ensure(account, OMAR);
    const message = 'account added to a known person by e-mail address';
    const fields = { level: 'warn', message, person: omar.id };
    expect(logged()).to.deep.equal([
      { ...fields, ...SLACK },
      { ...fields, ...TEAMS },
    ]);
    await stores.close();
  });

  it('is logged when its own record is merged into theirs', async () => {
    const stores = await open();
    await stores.people.ensure(SLACK, { ...OMAR, email: null });
    const omar = await stores.people.ensureByEmail(OMAR);
    await stores.people.ensure(SLACK, OMAR);
    expect(logged().map(({ person, userId }) => [person, userId])).to.deep.equal([[omar.id, 'U1']]);
    await stores.close();
  });

  it('is not logged for a new person, a configured one or a merge', async () => {
    const stores = await open();
    const one = await stores.people.ensure(SLACK, OMAR);
    const two = await stores.people.ensure(TEAMS, { ...OMAR, email: null });
    await stores.people.merge(two.id, one.id);
    await stores.people.ensure(TEAMS, { ...OMAR, name: 'Omar K' });
    expect(logged()).to.deep.equal([]);
    await stores.close();
  });
});
