import { expect } from 'chai';
import type { Call } from '../../../../adapters/slack/outbound/client.js';
import {
  checkAccount,
  fetchProfile,
  findAccountByEmail,
} from '../../../../adapters/slack/outbound/profiles.js';
import { PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { type Harness, startHarness } from '../harness.js';

const TEAM = 'T0OURS';
const EMAIL = 'omar.officer@example.org';
const ACCOUNT = { platform: 'slack', workspace: TEAM, userId: 'U1' } as const;

/** A call that returns one user. */
function createCall(changes: Record<string, unknown>): Call {
  const profile = { email: EMAIL, real_name: 'Omar Officer' };
  const user = { id: 'U1', team_id: TEAM, name: 'omar', profile, ...changes };
  return async () => ({ ok: true, answer: { ok: true, user } });
}

const COLLEAGUES: Readonly<Record<string, Record<string, unknown>>> = {
  'without any flag': {},
  'without a team in the answer': { team_id: undefined },
  'with no flag set': {
    ...{ deleted: false, is_bot: false, is_restricted: false, is_ultra_restricted: false },
    ...{ is_email_confirmed: true, is_stranger: false },
  },
  'of the same Enterprise organisation, in our workspace': {
    team_id: 'T0HOME',
    enterprise_user: { teams: ['T0HOME', TEAM] },
  },
};

const OTHERS: Readonly<Record<string, Record<string, unknown>>> = {
  'of another workspace': { team_id: 'T0OTHER' },
  'of another organisation': { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER'] } },
  'who is a stranger': { is_stranger: true },
  'who is a guest': { is_restricted: true },
  'who is a guest of one channel': { is_ultra_restricted: true },
  'who is a bot': { is_bot: true },
  'who has left': { deleted: true },
  'whose address is not confirmed': { is_email_confirmed: false },
};

describe('A person’s e-mail address in Slack', () => {
  const { logger, lines } = createMemoryLogger();
  beforeEach(() => {
    lines.length = 0;
  });

  for (const [who, changes] of Object.entries(COLLEAGUES)) {
    it(`is used for a person ${who}`, async () => {
      const call = createCall(changes);
      expect(await fetchProfile(call, ACCOUNT, TEAM)).to.include({ email: EMAIL });
      expect(await findAccountByEmail(call, EMAIL, TEAM, logger)).to.deep.equal(ACCOUNT);
      expect(lines).to.deep.equal([]);
    });
  }

  for (const [who, changes] of Object.entries(OTHERS)) {
    it(`is not used for a person ${who}`, async () => {
      const call = createCall(changes);
      const profile = await fetchProfile(call, ACCOUNT, TEAM);
      expect(profile).to.deep.include({ name: 'Omar Officer', email: null, zone: null });
      expect(await findAccountByEmail(call, EMAIL, TEAM, logger)).to.equal(undefined);
      expect(lines.join()).to.contain('"user":"U1"').and.not.contain('omar');
    });
  }
});

describe('An app in Slack', () => {
  it('is told from people and guests, also Slackbot, of which Slack does not say so', async () => {
    const isApp = async (changes: Record<string, unknown>) =>
      (await fetchProfile(createCall(changes), ACCOUNT, TEAM))?.isApp;
    expect(await isApp({ is_bot: true })).to.equal(true);
    expect(await isApp({ id: 'USLACKBOT', is_bot: false })).to.equal(true);
    for (const person of [{}, { is_bot: false }, { is_restricted: true }]) {
      expect(await isApp(person)).to.equal(undefined);
    }
  });
});

describe('A person’s name in Slack', () => {
  it('is the first of their names that is visible', async () => {
    const profile = { real_name: '\u3164', display_name: 'Omar' };
    const call = createCall({ profile, real_name: '\u200b' });
    expect(await fetchProfile(call, ACCOUNT, TEAM)).to.include({ name: 'Omar' });
  });
});

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

describe('Whether a Slack account can be used', () => {
  let harness: Harness;
  const account = { platform: 'slack', workspace: TEAM_ID, userId: PEOPLE.ben } as const;
  beforeEach(async () => {
    harness = await startHarness({ rate: false });
  });
  afterEach(() => harness.stop());
  const check = (changes: object = {}) =>
    harness.slack.channel.checkAccount({ ...account, ...changes });

  it('is what Slack says: it keeps deactivated accounts, and the address goes to the new one', async () => {
    const { channel } = harness.slack;
    const email = (await channel.fetchProfile(account))?.email ?? '';
    expect(await check()).to.equal('active');
    const userId = harness.workspace.recreate(PEOPLE.ben);
    expect(await check()).to.equal('deactivated');
    expect(await check({ userId })).to.equal('active');
    expect(await channel.findAccountByEmail(email)).to.deep.equal({ ...account, userId });
    expect((await channel.fetchProfile(account))?.name).to.equal('Ben Baker');
    expect(await check({ userId: 'U0NOBODY000' })).to.equal('deactivated');
  });

  it('is unknown of another workspace, and without an answer that is to be understood', async () => {
    expect(await check({ workspace: 'T0OTHER' })).to.equal('unknown');
    expect(await check({ platform: 'teams' })).to.equal('unknown');
    for (const fault of ['http-500', 'rate-limited', 'refuse'] as const) {
      harness.workspace.fault({ kind: fault, method: 'users.info' });
      expect(await check(), fault).to.equal('unknown');
    }
    const strange: Call = async () => ({ ok: true, answer: { ok: true } });
    expect(await checkAccount(strange, account, TEAM_ID)).to.equal('unknown');
  });
});
