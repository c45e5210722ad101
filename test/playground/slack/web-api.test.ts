import { expect } from 'chai';
import { BOT, CHANNELS, GROUPS, PEOPLE, TEAM_ID } from '../../../playground/slack/seed.js';
import { call, type SlackHarness, startSlackHarness } from './harness.js';

describe('Playground Slack: the Web API', () => {
  let harness: SlackHarness;
  const post = (more: Record<string, unknown>) =>
    call(harness.slack, 'chat.postMessage', { channel: CHANNELS.billing, text: 'x', ...more });
  beforeEach(async () => {
    harness = await startSlackHarness({ appToken: 'xapp-test' });
  });
  afterEach(() => harness.stop());

  it('identifies the caller, and refuses missing, wrong and misplaced tokens', async () => {
    const { slack } = harness;
    const auth = await call(slack, 'auth.test');
    expect(auth.body).to.include({ ok: true, user_id: BOT.userId, team_id: TEAM_ID });
    expect((await call(slack, 'auth.test', {}, '')).body.error).to.equal('not_authed');
    expect((await call(slack, 'auth.test', {}, 'xoxb-no')).body.error).to.equal('invalid_auth');
    const wrongKind = await call(slack, 'auth.test', {}, 'xapp-test');
    expect(wrongKind.body.error).to.equal('not_allowed_token_type');
    expect((await call(slack, 'no.such')).body.error).to.equal('unknown_method');
  });

  it('accepts form-encoded calls of Slack’s own client and JSON calls', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Hi' } }];
    const metadata = { event_type: 'delivery', event_payload: { id: 'd-1' } };
    const posted = await harness.api.chat.postMessage({
      channel: CHANNELS.billing,
      text: 'Hi',
      blocks,
      metadata,
    });
    expect(posted.ok).to.equal(true);
    const other = await post({ blocks, metadata });
    const stored = harness.slack.messages('billing');
    expect(stored.map((message) => message.ts)).to.deep.equal([posted.ts, other.body.ts]);
    for (const message of stored) expect(message.metadata).to.deep.equal(metadata);
  });

  it('names a missing argument', async () => {
    const { body } = await call(harness.slack, 'chat.postMessage', { text: 'x' });
    expect(body).to.deep.equal({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    });
    expect((await post({ text: '' })).body.error).to.equal('no_text');
  });

  it('refuses to post where the bot may not', async () => {
    const { slack } = harness;
    slack.removeBot('repairs');
    slack.archive('general');
    const refused = async (channel: string) => (await post({ channel })).body.error;
    expect(await refused('C0NOWHERE01')).to.equal('channel_not_found');
    expect(await refused(CHANNELS.repairs)).to.equal('not_in_channel');
    expect(await refused(CHANNELS.general)).to.equal('is_archived');
    slack.inviteBot('repairs');
    slack.unarchive('general');
    expect(await refused(CHANNELS.repairs)).to.equal(undefined);
    expect(await refused(CHANNELS.general)).to.equal(undefined);
  });

  it('refuses texts and metadata that are too long', async () => {
    expect((await post({ text: 'x'.repeat(40_000) })).body.ok).to.equal(true);
    expect((await post({ text: 'x'.repeat(40_001) })).body.error).to.equal('msg_too_long');
    const event_payload = { id: 'x'.repeat(16_400) };
    const metadata = { event_type: 'd', event_payload };
    expect((await post({ metadata })).body.error).to.equal('metadata_too_large');
    const bad = await post({ metadata: { event_type: 'd' } });
    expect(bad.body.error).to.equal('invalid_metadata_format');
  });

  it('keeps threads: replies stay out of the history, and come with metadata on request', async () => {
    const parent = (await post({ text: 'parent' })).body.ts;
    const metadata = { event_type: 'd', event_payload: { id: 'r1' } };
    const reply = (await post({ text: 'reply', thread_ts: parent, metadata })).body.ts;
    await post({ text: 'to a reply', thread_ts: reply });
    const at = { channel: CHANNELS.billing };
    const history = await call(harness.slack, 'conversations.history', at);
    expect(history.body.messages).to.have.length(1);
    expect(history.body.messages[0]).to.include({ reply_count: 2, thread_ts: parent });
    const plain = await call(harness.slack, 'conversations.replies', { ...at, ts: parent });
    expect(plain.body.messages.map((m: { text: string }) => m.text)).to.deep.equal([
      'parent',
      'reply',
      'to a reply',
    ]);
    expect(plain.body.messages[1]).not.to.have.property('metadata');
    const full = { ...at, ts: parent, include_all_metadata: true };
    const { body } = await call(harness.slack, 'conversations.replies', full);
    expect(body.messages[1].metadata).to.deep.equal(metadata);
    const lost = await call(harness.slack, 'conversations.replies', { ...at, ts: '1.000000' });
    expect(lost.body.error).to.equal('thread_not_found');
    expect((await post({ thread_ts: '1.000000' })).body.error).to.equal('thread_not_found');
  });

  it('gives histories by page and by time range', async () => {
    const ts: string[] = [];
    for (let n = 0; n < 5; n += 1) ts.push((await post({ text: `m${n}` })).body.ts);
    const read = async (more: object) =>
      (await call(harness.slack, 'conversations.history', { channel: CHANNELS.billing, ...more }))
        .body;
    const first = await read({ limit: 2 });
    expect(first.messages.map((m: { ts: string }) => m.ts)).to.deep.equal([ts[4], ts[3]]);
    expect(first.has_more).to.equal(true);
    const second = await read({ limit: 2, cursor: first.response_metadata.next_cursor });
    expect(second.messages.map((m: { ts: string }) => m.ts)).to.deep.equal([ts[2], ts[1]]);
    const between = { oldest: ts[1], latest: ts[3] };
    expect((await read(between)).messages).to.have.length(1);
    expect((await read({ ...between, inclusive: true })).messages).to.have.length(3);
    expect((await read({ cursor: 'bad' })).error).to.equal('invalid_cursor');
    expect((await read({ oldest: 'soon' })).error).to.equal('invalid_ts_oldest');
  });

  it('updates and deletes the bot’s own messages only', async () => {
    const { ts } = (await post({ text: 'first' })).body;
    const at = { channel: CHANNELS.billing, ts };
    const updated = await call(harness.slack, 'chat.update', { ...at, text: 'second' });
    expect(updated.body).to.include({ ok: true, text: 'second' });
    expect(harness.slack.messages('billing')[0]?.edited?.user).to.equal(BOT.userId);
    const lost = await call(harness.slack, 'chat.update', { ...at, ts: '1.000000', text: 'x' });
    expect(lost.body.error).to.equal('message_not_found');
    const theirs = await harness.slack.write(PEOPLE.ben, 'billing', 'mine');
    const change = { channel: CHANNELS.billing, ts: theirs.ts, text: 'x' };
    const refused = await call(harness.slack, 'chat.update', change);
    expect(refused.body.error).to.equal('cant_update_message');
    const kept = await call(harness.slack, 'chat.delete', change);
    expect(kept.body.error).to.equal('cant_delete_message');
    expect((await call(harness.slack, 'chat.delete', at)).body.ok).to.equal(true);
    expect(harness.slack.messages('billing').map((m) => m.text)).to.deep.equal(['mine']);
  });

  it('leaves a tombstone where a deleted message has replies', async () => {
    const { ts } = (await post({ text: 'parent' })).body;
    await post({ text: 'reply', thread_ts: ts });
    await call(harness.slack, 'chat.delete', { channel: CHANNELS.billing, ts });
    const [parent] = harness.slack.messages('billing');
    expect(parent).to.include({ subtype: 'tombstone' });
    const again = await call(harness.slack, 'chat.update', {
      channel: CHANNELS.billing,
      ts,
      text: 'x',
    });
    expect(again.body.error).to.equal('message_not_found');
  });

  it('opens one direct message conversation for each person', async () => {
    const open = async (users: string) =>
      (await call(harness.slack, 'conversations.open', { users })).body;
    const first = await open(PEOPLE.ann);
    expect((await open(PEOPLE.ann)).channel.id).to.equal(first.channel.id);
    await post({ channel: PEOPLE.ann, text: 'hello' });
    expect(harness.slack.dm(PEOPLE.ann).map((m) => m.text)).to.deep.equal(['hello']);
    expect((await open('U0NOBODY')).error).to.equal('user_not_found');
    harness.slack.deactivate(PEOPLE.ben);
    expect((await open(PEOPLE.ben)).error).to.equal('user_disabled');
  });

  it('shows ephemeral messages to members of the channel only', async () => {
    const show = (user: string) =>
      call(harness.slack, 'chat.postEphemeral', { channel: CHANNELS.billing, user, text: 'psst' });
    expect((await show(PEOPLE.ben)).body.ok).to.equal(true);
    expect(harness.slack.ephemerals(PEOPLE.ben)).to.have.length(1);
    expect((await show(PEOPLE.ann)).body.error).to.equal('user_not_in_channel');
    expect(harness.slack.messages('billing')).to.be.empty;
  });

  it('lists people, also deactivated ones, and finds them by e-mail address', async () => {
    harness.slack.deactivate(PEOPLE.cleo);
    const users = await harness.api.users.list({});
    const cleo = users.members?.find((member) => member.id === PEOPLE.cleo);
    expect(cleo).to.include({ deleted: true, tz: 'Europe/Berlin' });
    const byEmail = (email: string) => call(harness.slack, 'users.lookupByEmail', { email });
    const ben = await byEmail('BEN.baker@playground.example');
    expect(ben.body.user.id).to.equal(PEOPLE.ben);
    const gone = await byEmail('cleo.clarke@playground.example');
    expect(gone.body.error).to.equal('users_not_found');
    const info = await call(harness.slack, 'users.info', { user: 'U0NOBODY' });
    expect(info.body.error).to.equal('user_not_found');
  });

  it('lists channels, their members and user groups', async () => {
    harness.slack.archive('repairs');
    const list = await call(harness.slack, 'conversations.list', { exclude_archived: true });
    const names = list.body.channels.map((channel: { name: string }) => channel.name);
    expect(names).to.deep.equal(['general', 'billing', 'redress-ops', 'social']);
    const members = await call(harness.slack, 'conversations.members', {
      channel: CHANNELS.billing,
    });
    expect(members.body.members).to.include(BOT.userId).and.include(PEOPLE.lena);
    const info = await call(harness.slack, 'conversations.info', { channel: CHANNELS.repairs });
    expect(info.body.channel).to.include({ is_archived: true, is_member: true });
    const groups = await call(harness.slack, 'usergroups.list', { include_users: true });
    expect(groups.body.usergroups[0]).to.include({ id: GROUPS.billing, handle: 'billing' });
    const usergroup = GROUPS.repairs;
    const users = await call(harness.slack, 'usergroups.users.list', { usergroup });
    expect(users.body.users).to.deep.equal([PEOPLE.dev, PEOPLE.rita]);
  });

  it('keeps a journal of calls without the text in them', async () => {
    await post({ text: 'secret words' });
    await post({ channel: 'C0NOWHERE01' });
    const journal = harness.slack.requests();
    expect(journal.map((entry) => entry.error)).to.deep.equal([undefined, 'channel_not_found']);
    expect(JSON.stringify(journal)).not.to.include('secret');
  });

  it('links to messages', async () => {
    const { ts } = (await post({})).body;
    const args = { channel: CHANNELS.billing, message_ts: ts };
    const { body } = await call(harness.slack, 'chat.getPermalink', args);
    expect(body.permalink).to.include(`/archives/${CHANNELS.billing}/p${ts.replace('.', '')}`);
  });
});
