import { expect } from 'chai';
import type { App } from '../../../src/app/app.js';
import { hashConfiguration } from '../../../src/app/configuration/hash-configuration.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR } from '../../support/domain.js';

describe('a team that open complaints have and redress.yml lacks', () => {
  let test: TestApp;
  let after: App;
  beforeEach(async () => {
    test = await openApp();
    await test.file('rita');
    await test.file('rita');
    await test.settle();
    const teams = new Map([...test.organisation.teams].filter(([key]) => key !== 'repairs'));
    const categories = new Map([...test.organisation.categories].filter(([key]) => key !== 'damp'));
    const changed = { ...test.organisation, teams, categories };
    const { number } = await test.deps.generations.begin(hashConfiguration(changed));
    after = test.startAnother('second', { organisation: { ...changed, generation: number } });
  });
  afterEach(() => test.close());

  const sweep = async (): Promise<void> => {
    await after.wakeable.sweep();
    await test.settle();
  };
  const opsMessages = (): string =>
    JSON.stringify(test.channel.messagesAt('#C-ops').map(({ card }) => card.blocks));

  it('is named in /readyz, in the log and in ops, with how many complaints and one of them', async () => {
    await sweep();
    await sweep();
    const [{ id } = { id: '' }] = (await test.listAll()).toReversed();
    const faults = after.configuration.describeFaults().join('\n');
    expect(faults).to.include(`repairs (2 complaints, for example ${id})`);
    expect(faults).to.include(`damp (2 complaints, for example ${id})`);
    expect(opsMessages()).to.include('Open complaints have a team that redress.yml does not have');
    expect(test.counts).to.include.members([
      'alarms {"reason":"teams-missing"}',
      'alarms {"reason":"categories-missing"}',
    ]);
  });

  it('is over when they are closed', async () => {
    await sweep();
    await sweep();
    for (const { id } of await test.listAll()) {
      await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
    }
    test.advance(HOUR);
    await sweep();
    expect(after.configuration.describeFaults()).to.deep.equal([]);
    expect(opsMessages()).to.include('Now none has');
  });

  it('leaves its complaints to the officers, who are nudged and can open them', async () => {
    for (let day = 0; day < 4; day += 1) {
      await sweep();
      test.advance(24 * HOUR);
    }
    const [complaint] = await test.listAll();
    const to = complaint?.nudges.map((sent) => (sent.to === 'team' ? 'team' : sent.to.person));
    expect(to).to.include(test.personId('olga'));
    const reply = await test.press('olga', 'details', complaint?.id ?? '');
    expect(reply.kind).to.equal('form');
  });
});
