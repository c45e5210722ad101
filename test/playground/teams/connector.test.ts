import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM } from '../../../playground/teams/seed.js';
import {
  activitiesPath,
  call,
  card,
  createCardMessage,
  createChatBody,
  createPostBody,
  HELLO,
  requestToken,
  startTeamsHarness,
  type TeamsHarness,
} from './harness.js';

describe('the simulated Bot Connector', () => {
  let harness: TeamsHarness;
  beforeEach(async () => {
    harness = await startTeamsHarness();
  });
  afterEach(() => harness.stop());

  const post = async (activity: object = HELLO) =>
    (await call(harness.teams, 'POST', 'conversations', createPostBody(CHANNELS.billing, activity)))
      .body;

  it('creates a post in a channel; its conversation is its thread', async () => {
    const { id, activityId } = await post();
    expect(id).to.equal(`${CHANNELS.billing};messageid=${activityId}`);
    const [message] = harness.teams.channelMessages('Billing');
    expect(message).to.include({ text: 'Hello', conversation: id, from: harness.teams.botId });
  });

  it('puts a reply under its post, whether it is sent to the thread or to the activity', async () => {
    const { id, activityId } = await post();
    const sent = await call(harness.teams, 'POST', activitiesPath(id), { ...HELLO, text: 'One' });
    const answered = await call(harness.teams, 'POST', activitiesPath(id, sent.body.id), {
      ...HELLO,
      text: 'Two',
    });
    expect([sent.status, answered.status]).to.deep.equal([201, 201]);
    const texts = harness.teams.thread(CHANNELS.billing, activityId).map(({ text }) => text);
    expect(texts).to.deep.equal(['Hello', 'One', 'Two']);
  });

  it('changes and deletes the bot’s own messages only', async () => {
    const { id, activityId } = await post();
    const changed = await call(harness.teams, 'PUT', activitiesPath(id, activityId), {
      ...HELLO,
      text: 'Changed',
    });
    expect(changed.status).to.equal(200);
    expect(harness.teams.channelMessages('Billing')[0]).to.include({ text: 'Changed' });
    const theirs = await harness.teams.write(PEOPLE.ben, id, 'Mine');
    const refused = await call(harness.teams, 'PUT', activitiesPath(id, theirs.activity), HELLO);
    expect(refused.body.error.code).to.equal('NotEnoughPermissions');
    const removed = await call(harness.teams, 'DELETE', activitiesPath(id, activityId));
    expect(removed.status).to.equal(200);
    const again = await call(harness.teams, 'PUT', activitiesPath(id, activityId), HELLO);
    expect(again.body.error.code).to.equal('ActivityNotFoundInConversation');
  });

  it('gives activity ids that are times in ms and never repeat', async () => {
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push((await post()).activityId);
    expect(new Set(ids).size).to.equal(5);
    for (const id of ids) expect(Math.abs(Number(id) - Date.now())).to.be.lessThan(60_000);
  });

  it('opens the same chat with a person each time, by object id or by Teams id', async () => {
    const byObject = await call(
      harness.teams,
      'POST',
      'conversations',
      createChatBody(harness.teams, PEOPLE.ann),
    );
    const teamsId = harness.teams.person(PEOPLE.ann)?.teamsId ?? '';
    const byTeams = await call(
      harness.teams,
      'POST',
      'conversations',
      createChatBody(harness.teams, teamsId),
    );
    expect(byObject.status).to.equal(201);
    expect(byTeams.body.id).to.equal(byObject.body.id);
    await call(harness.teams, 'POST', activitiesPath(byObject.body.id), HELLO);
    expect(harness.teams.personalChat(PEOPLE.ann).map(({ text }) => text)).to.deep.equal(['Hello']);
  });

  it('refuses a person who is unknown, has not installed the app, or blocked the bot', async () => {
    const create = (user: string) =>
      call(harness.teams, 'POST', 'conversations', createChatBody(harness.teams, user));
    const { id } = (await create(PEOPLE.ann)).body;
    harness.teams.block(PEOPLE.ann);
    const blocked = await call(harness.teams, 'POST', activitiesPath(id), HELLO);
    expect([blocked.status, blocked.body.error.code]).to.deep.equal([
      403,
      'ConversationBlockedByUser',
    ]);
    harness.teams.unblock(PEOPLE.ann);
    harness.teams.uninstall(PEOPLE.ann);
    const removed = await call(harness.teams, 'POST', activitiesPath(id), HELLO);
    expect(removed.body.error.code).to.equal('BotNotInConversationRoster');
    expect((await create(PEOPLE.ann)).body.error.code).to.equal('ForbiddenOperationException');
    const unknown = await create('5b0c7a14-3d52-4f0e-9a86-000000000000');
    expect([unknown.status, unknown.body.error.code]).to.deep.equal([400, 'BadArgument']);
  });

  it('refuses channels that are unknown, archived, deleted, or of a team without the app', async () => {
    const create = async (channel: string) =>
      (await call(harness.teams, 'POST', 'conversations', createPostBody(channel, HELLO))).body
        .error?.code;
    expect(await create('19:nowhere@thread.tacv2')).to.equal('ConversationNotFound');
    harness.teams.archiveChannel('Billing');
    expect(await create(CHANNELS.billing)).to.equal('MessageWritesBlocked');
    harness.teams.deleteChannel('Repairs');
    expect(await create(CHANNELS.repairs)).to.equal('ConversationNotFound');
    harness.teams.removeFromTeam();
    expect(await create(CHANNELS.general)).to.equal('BotNotInConversationRoster');
    harness.teams.installInTeam();
    expect(await create(CHANNELS.general)).to.equal(undefined);
  });

  it('accepts messages up to 80 KB in UTF-16', async () => {
    const big = { ...HELLO, text: 'x'.repeat(41_000) };
    const refused = await call(
      harness.teams,
      'POST',
      'conversations',
      createPostBody(CHANNELS.billing, big),
    );
    expect([refused.status, refused.body.error.code]).to.deep.equal([413, 'MessageSizeTooBig']);
    const fits = await post({ ...HELLO, text: 'x'.repeat(40_000) });
    expect(fits.id).to.be.a('string');
  });

  it('refuses cards that Teams would not show, and names the place in the journal', async () => {
    const broken = createCardMessage(card([{ type: 'TextBlok', text: 'Hello' }]));
    const answer = await call(
      harness.teams,
      'POST',
      'conversations',
      createPostBody(CHANNELS.billing, broken),
    );
    expect([answer.status, answer.body.error.code]).to.deep.equal([400, 'BadSyntax']);
    const entry = harness.teams.requests().find(({ operation }) => operation === 'create');
    expect(entry?.reasons?.join()).to.contain('TextBlok');
    expect(entry?.reasons?.join()).to.contain('/body/0');
  });

  it('pages the roster', async () => {
    await harness.stop();
    harness = await startTeamsHarness({ membersPage: 3 });
    const emails: string[] = [];
    let token = '';
    for (let page = 0; page < 3; page += 1) {
      const path = `conversations/${encodeURIComponent(TEAM.id)}/pagedmembers?continuationToken=${token}`;
      const { body } = await call(harness.teams, 'GET', path);
      emails.push(...body.members.map((member: { email: string }) => member.email));
      token = body.continuationToken ?? '';
    }
    expect(token).to.equal('');
    expect(new Set(emails).size).to.equal(7);
    expect(emails).to.include('ann.reporter@playground.example');
  });

  it('gives members, the team and its channels', async () => {
    const members = `conversations/${encodeURIComponent(CHANNELS.billing)}/members`;
    const ben = await call(harness.teams, 'GET', `${members}/${PEOPLE.ben}`);
    expect(ben.body).to.include({
      aadObjectId: PEOPLE.ben,
      name: 'Ben Baker',
      email: 'ben.baker@playground.example',
    });
    const nobody = await call(harness.teams, 'GET', `${members}/29:nobody`);
    expect([nobody.status, nobody.body.error.code]).to.deep.equal([
      404,
      'MemberNotFoundInConversation',
    ]);
    const team = await call(harness.teams, 'GET', `teams/${encodeURIComponent(TEAM.id)}`);
    expect(team.body).to.include({ id: TEAM.id, aadGroupId: TEAM.groupId, memberCount: 7 });
    const channels = await call(
      harness.teams,
      'GET',
      `teams/${encodeURIComponent(TEAM.id)}/conversations`,
    );
    const names = channels.body.conversations.map((one: { name: string }) => one.name);
    expect(names).to.deep.equal([null, 'Billing', 'Repairs', 'Redress ops']);
  });

  it('refuses calls without a token, with a foreign one, and with an expired one', async () => {
    const path = `teams/${encodeURIComponent(TEAM.id)}`;
    expect((await call(harness.teams, 'GET', path, undefined, 'nonsense')).status).to.equal(401);
    const forged = harness.teams.sign({ aud: 'https://api.botframework.com', exp: 9e9 });
    expect((await call(harness.teams, 'GET', path, undefined, forged)).status).to.equal(401);
    await harness.stop();
    harness = await startTeamsHarness({ tokenSeconds: 0 });
    expect((await call(harness.teams, 'GET', path)).status).to.equal(401);
  });

  it('issues tokens only for the app, its secret and the right scope, with Entra’s errors', async () => {
    const wrong = async (form: Record<string, string>) =>
      (await requestToken(harness.teams, form)).body;
    expect(await wrong({ client_secret: 'other' })).to.deep.include({
      error: 'invalid_client',
      error_codes: [7000215],
    });
    expect(await wrong({ client_id: 'other' })).to.include({ error: 'unauthorized_client' });
    expect(await wrong({ scope: 'other' })).to.include({ error: 'invalid_scope' });
    expect(await wrong({ grant_type: 'password' })).to.include({ error: 'unsupported_grant_type' });
    expect(await wrong({})).to.include({ expires_in: 3599, token_type: 'Bearer' });
  });
});
