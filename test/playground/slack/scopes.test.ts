import { expect } from 'chai';
import { CHANNELS, GROUPS, PEOPLE } from '../../../playground/slack/seed.js';
import { call, type SlackHarness, startSlackHarness } from './harness.js';

describe('Playground Slack: scopes, groups and accounts', () => {
  let harness: SlackHarness;
  afterEach(() => harness.stop());
  const errorOf = async (method: string, args: Record<string, unknown>) =>
    (await call(harness.slack, method, args)).body.error;

  it('lists the scopes in a header of each answer, as Slack does', async () => {
    harness = await startSlackHarness({ scopes: ['chat:write', 'commands'] });
    const { headers } = await call(harness.slack, 'auth.test');
    expect(headers.get('x-oauth-scopes')).to.equal('chat:write,commands');
    const answer = await harness.api.auth.test();
    expect(answer.response_metadata).to.deep.include({ scopes: ['chat:write', 'commands'] });
  });

  it('refuses calls that need another scope, which the answer names', async () => {
    harness = await startSlackHarness({ scopes: ['chat:write', 'channels:history'] });
    const { billing: channel } = CHANNELS;
    const { body } = await call(harness.slack, 'conversations.info', { channel });
    expect(body).to.deep.equal({
      ok: false,
      error: 'missing_scope',
      needed: 'channels:read',
      provided: 'chat:write,channels:history',
    });
    expect(await errorOf('usergroups.list', {})).to.equal('missing_scope');
    expect(await errorOf('users.info', { user: PEOPLE.ben })).to.equal('missing_scope');
    expect(await errorOf('conversations.history', { channel })).to.equal(undefined);
    expect(await errorOf('chat.postMessage', { channel, text: 'x' })).to.equal(undefined);
    expect(await errorOf('auth.test', {})).to.equal(undefined);
  });

  it('tells the bot only of what its scopes allow', async () => {
    const told = async (scopes: readonly string[]) => {
      harness = await startSlackHarness({ scopes });
      const { slack, bot } = harness;
      await slack.write(PEOPLE.ben, 'billing', 'hello');
      slack.removeBot('billing');
      slack.inviteBot('billing');
      slack.rename(PEOPLE.ben, 'Ben Bakker');
      await slack.eventsIdle();
      const events = bot.received.filter(({ kind }) => kind === 'event');
      const types = events.map(({ payload }) => payload.event.type);
      await harness.stop();
      return [...new Set(types)].sort();
    };
    expect(await told(['channels:history'])).to.deep.equal(['message']);
    const joined = await told(['channels:read']);
    expect(joined).to.include('member_joined_channel').and.not.include('message');
    expect(await told(['users:read'])).to.deep.equal(['user_profile_changed']);
  });

  it('has all scopes when none are given', async () => {
    harness = await startSlackHarness();
    const { billing: channel } = CHANNELS;
    expect(await errorOf('conversations.info', { channel })).to.equal(undefined);
    expect(await errorOf('usergroups.list', {})).to.equal(undefined);
  });

  it('lists disabled user groups only when asked for', async () => {
    harness = await startSlackHarness();
    const group = harness.slack.state.groups.find(({ id }) => id === GROUPS.billing);
    if (group === undefined) throw new Error('no group');
    group.disabled = true;
    const list = async (args: Record<string, unknown>) =>
      (await call(harness.slack, 'usergroups.list', args)).body.usergroups;
    expect(await list({})).to.have.length(1);
    const all = await list({ include_disabled: true });
    expect(all).to.have.length(2);
    expect(all.find((one: { id: string }) => one.id === GROUPS.billing).date_delete).to.be.above(0);
  });

  it('finds the new account under the address of one that was made anew', async () => {
    harness = await startSlackHarness();
    const { slack } = harness;
    const { email = '' } = slack.person(PEOPLE.ben) ?? {};
    const id = slack.recreate(PEOPLE.ben);
    expect(slack.person(PEOPLE.ben)?.deleted).to.equal(true);
    const found = await call(slack, 'users.lookupByEmail', { email });
    expect(found.body.user).to.include({ id, deleted: false, real_name: 'Ben Baker' });
    expect(slack.channel('billing')?.members).to.include(id);
  });
});
