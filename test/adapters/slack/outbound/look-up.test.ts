import { expect } from 'chai';
import { PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { type Harness, startHarness } from '../harness.js';

describe('Finding a Slack account by e-mail address', () => {
  let harness: Harness;
  let ben: string;
  const { logger, lines } = createMemoryLogger();
  beforeEach(async () => {
    harness = await startHarness({ logger, rate: false });
    const account = { platform: 'slack', workspace: TEAM_ID, userId: PEOPLE.ben } as const;
    ben = (await harness.slack.channel.fetchProfile(account))?.email ?? '';
    lines.length = 0;
  });
  afterEach(() => harness.stop());

  it('returns the account in the bot’s workspace, in upper or lower case', async () => {
    const account = { platform: 'slack', workspace: TEAM_ID, userId: PEOPLE.ben };
    expect(await harness.slack.channel.findAccountByEmail(ben)).to.deep.equal(account);
    expect(await harness.slack.channel.findAccountByEmail(ben.toUpperCase())).to.deep.equal(
      account,
    );
  });

  it('returns nothing for an unknown address, and logs nothing', async () => {
    expect(await harness.slack.channel.findAccountByEmail('nobody@example.org')).to.equal(
      undefined,
    );
    expect(lines).to.deep.equal([]);
  });

  it('returns nothing when the call fails, and logs why without the address', async () => {
    for (const fault of ['http-500', 'rate-limited', 'lost-reply'] as const) {
      lines.length = 0;
      const method = 'users.lookupByEmail';
      harness.workspace.fault({
        kind: fault,
        method,
        ...(fault === 'rate-limited' && { retryAfter: 9 }),
      });
      expect(await harness.slack.channel.findAccountByEmail(ben), fault).to.equal(undefined);
      expect(
        lines.filter((line) => line.includes('users.lookupByEmail failed')),
        fault,
      ).to.have.length(1);
      expect(lines.join()).to.not.include(ben);
    }
  });
});
