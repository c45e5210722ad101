import { expect } from 'chai';
import type { Account, Platform } from '../../../src/domain/organisation/person.js';
import { openApp, type TestApp } from '../../support/app.js';
import { organisationWithTeam } from '../../support/domain.js';
import { createFakeChannel, type FakeChannel } from '../../support/fake-channel.js';

const OTHER = { slack: 'teams', teams: 'slack' } as const;

const accountOn = (platform: Platform, name: string): Account => ({
  platform,
  workspace: platform === 'slack' ? 'T1' : 'tenant',
  userId: `${platform}-${name}`,
});

for (const here of ['slack', 'teams'] as const) {
  const there = OTHER[here];

  describe(`who writes under a card in ${here} of a complaint that went to a team in ${there}`, () => {
    let test: TestApp;
    let channels: Readonly<Record<Platform, FakeChannel>>;
    beforeEach(async () => {
      channels = { slack: createFakeChannel('slack'), teams: createFakeChannel('teams') };
      const repairs = { platform: here, channel: 'old' } as const;
      const billing = { platform: there, channel: 'new' } as const;
      const organisation = organisationWithTeam('repairs', { place: repairs });
      const { teams } = organisationWithTeam('billing', { place: billing });
      const moved = teams.get('billing');
      if (moved === undefined) throw new Error('no team');
      const both = new Map([...organisation.teams, ['billing', moved]]);
      test = await openApp(
        { ...organisation, teams: both },
        { channels: new Map(Object.entries(channels) as [Platform, FakeChannel][]) },
        {
          channel: channels.slack,
          findAccounts: (name) => [accountOn('slack', name), accountOn('teams', name)],
        },
      );
    });
    afterEach(() => test.close());

    it('is told there where it is, and not on the platform of the new team', async () => {
      const { id } = await test.file();
      await test.settle();
      await test.submit('rita', 'recategorise', id, { category: 'invoice' });
      await test.settle();
      const [card] = channels[here].messagesAt('#old');
      const name = 'repairs-ann';
      const payload = {
        kind: 'message',
        thread: card?.ref.key ?? '',
        at: test.deps.realNow(),
      } as const;
      await test.sendFrom(accountOn(here, name), payload);
      await test.settle();
      const toldOn = (platform: Platform): readonly string[] =>
        channels[platform]
          .messagesAt(`@${platform}-${name}`)
          .map(({ card: { blocks } }) => JSON.stringify(blocks));
      expect(toldOn(there)).to.deep.equal([]);
      expect(toldOn(here)).to.have.length(1);
      expect(toldOn(here)[0]).to.include(id).and.include('Team billing');
      expect(toldOn(here)[0]).to.include('what you wrote does not reach them');
    });
  });
}
