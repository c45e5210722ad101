import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM } from '../../../playground/teams/seed.js';
import {
  activitiesOf,
  askToken,
  call,
  card,
  cardMessage,
  HELLO,
  newChat,
  newPost,
  openRoom,
  type Room,
} from './harness.js';

describe('the simulated Bot Connector', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.stop());

  const post = async (activity: object = HELLO) =>
    (await call(room.teams, 'POST', 'conversations', newPost(CHANNELS.billing, activity))).body;

  it('makes a post in a channel whose conversation is its thread', async () => {
    const { id, activityId } = await post();
    expect(id).to.equal(`${CHANNELS.billing};messageid=${activityId}`);
    const [message] = room.teams.channelMessages('Billing');
    expect(message).to.include({ text: 'Hello', conversation: id, from: room.teams.botId });
  });

  it('puts a reply under its post, sent into the thread or to the activity', async () => {
    const { id, activityId } = await post();
    const sent = await call(room.teams, 'POST', activitiesOf(id), { ...HELLO, text: 'One' });
    const answered = await call(room.teams, 'POST', activitiesOf(id, sent.body.id), {
      ...HELLO,
      text: 'Two',
    });
    expect([sent.status, answered.status]).to.deep.equal([201, 201]);
    const texts = room.teams.thread(CHANNELS.billing, activityId).map(({ text }) => text);
    expect(texts).to.deep.equal(['Hello', 'One', 'Two']);
  });

  it('changes and removes what the bot wrote, and nothing else', async () => {
    const { id, activityId } = await post();
    const changed = await call(room.teams, 'PUT', activitiesOf(id, activityId), {
      ...HELLO,
      text: 'Changed',
    });
    expect(changed.status).to.equal(200);
    expect(room.teams.channelMessages('Billing')[0]).to.include({ text: 'Changed' });
    const theirs = await room.teams.write(PEOPLE.ben, id, 'Mine');
    const refused = await call(room.teams, 'PUT', activitiesOf(id, theirs.activity), HELLO);
    expect(refused.body.error.code).to.equal('NotEnoughPermissions');
    const removed = await call(room.teams, 'DELETE', activitiesOf(id, activityId));
    expect(removed.status).to.equal(200);
    const again = await call(room.teams, 'PUT', activitiesOf(id, activityId), HELLO);
    expect(again.body.error.code).to.equal('ActivityNotFoundInConversation');
  });

  it('gives out activity ids that are times in ms and never repeat', async () => {
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push((await post()).activityId);
    expect(new Set(ids).size).to.equal(5);
    for (const id of ids) expect(Math.abs(Number(id) - Date.now())).to.be.lessThan(60_000);
  });

  it('opens the same chat with a person each time, by object id or by Teams id', async () => {
    const byObject = await call(
      room.teams,
      'POST',
      'conversations',
      newChat(room.teams, PEOPLE.ann),
    );
    const teamsId = room.teams.person(PEOPLE.ann)?.teamsId ?? '';
    const byTeams = await call(room.teams, 'POST', 'conversations', newChat(room.teams, teamsId));
    expect(byObject.status).to.equal(201);
    expect(byTeams.body.id).to.equal(byObject.body.id);
    await call(room.teams, 'POST', activitiesOf(byObject.body.id), HELLO);
    expect(room.teams.personalChat(PEOPLE.ann).map(({ text }) => text)).to.deep.equal(['Hello']);
  });

  it('refuses a person who is unknown, has not installed the app, or blocked the bot', async () => {
    const create = (user: string) =>
      call(room.teams, 'POST', 'conversations', newChat(room.teams, user));
    const { id } = (await create(PEOPLE.ann)).body;
    room.teams.block(PEOPLE.ann);
    const blocked = await call(room.teams, 'POST', activitiesOf(id), HELLO);
    expect([blocked.status, blocked.body.error.code]).to.deep.equal([
      403,
      'ConversationBlockedByUser',
    ]);
    room.teams.unblock(PEOPLE.ann);
    room.teams.uninstall(PEOPLE.ann);
    const removed = await call(room.teams, 'POST', activitiesOf(id), HELLO);
    expect(removed.body.error.code).to.equal('BotNotInConversationRoster');
    expect((await create(PEOPLE.ann)).body.error.code).to.equal('ForbiddenOperationException');
    const unknown = await create('5b0c7a14-3d52-4f0e-9a86-000000000000');
    expect([unknown.status, unknown.body.error.code]).to.deep.equal([400, 'BadArgument']);
  });

  it('refuses channels that are unknown, archived, deleted, or of a team without the app', async () => {
    const create = async (channel: string) =>
      (await call(room.teams, 'POST', 'conversations', newPost(channel, HELLO))).body.error?.code;
    expect(await create('19:nowhere@thread.tacv2')).to.equal('ConversationNotFound');
    room.teams.archiveChannel('Billing');
    expect(await create(CHANNELS.billing)).to.equal('MessageWritesBlocked');
    room.teams.deleteChannel('Repairs');
    expect(await create(CHANNELS.repairs)).to.equal('ConversationNotFound');
    room.teams.removeFromTeam();
    expect(await create(CHANNELS.general)).to.equal('BotNotInConversationRoster');
    room.teams.installInTeam();
    expect(await create(CHANNELS.general)).to.equal(undefined);
  });

  it('takes messages up to 80 KB in UTF-16', async () => {
    const big = { ...HELLO, text: 'x'.repeat(41_000) };
    const refused = await call(room.teams, 'POST', 'conversations', newPost(CHANNELS.billing, big));
    expect([refused.status, refused.body.error.code]).to.deep.equal([413, 'MessageSizeTooBig']);
    const fits = await post({ ...HELLO, text: 'x'.repeat(40_000) });
    expect(fits.id).to.be.a('string');
  });

  it('refuses cards Teams would not show, and says where in the journal', async () => {
    const broken = cardMessage(card([{ type: 'TextBlok', text: 'Hello' }]));
    const answer = await call(
      room.teams,
      'POST',
      'conversations',
      newPost(CHANNELS.billing, broken),
    );
    expect([answer.status, answer.body.error.code]).to.deep.equal([400, 'BadSyntax']);
    const entry = room.teams.requests().find(({ operation }) => operation === 'create');
    expect(entry?.reasons?.join()).to.contain('TextBlok');
    expect(entry?.reasons?.join()).to.contain('/body/0');
  });

  it('pages the roster', async () => {
    await room.stop();
    room = await openRoom({ membersPage: 3 });
    const emails: string[] = [];
    let token = '';
    for (let page = 0; page < 3; page += 1) {
      const path = `conversations/${encodeURIComponent(TEAM.id)}/pagedmembers?continuationToken=${token}`;
      const { body } = await call(room.teams, 'GET', path);
      emails.push(...body.members.map((member: { email: string }) => member.email));
      token = body.continuationToken ?? '';
    }
    expect(token).to.equal('');
    expect(new Set(emails).size).to.equal(7);
    expect(emails).to.include('ann.reporter@playground.example');
  });

  it('knows members, the team and its channels', async () => {
    const members = `conversations/${encodeURIComponent(CHANNELS.billing)}/members`;
    const ben = await call(room.teams, 'GET', `${members}/${PEOPLE.ben}`);
    expect(ben.body).to.include({
      aadObjectId: PEOPLE.ben,
      name: 'Ben Baker',
      email: 'ben.baker@playground.example',
    });
    const nobody = await call(room.teams, 'GET', `${members}/29:nobody`);
    expect([nobody.status, nobody.body.error.code]).to.deep.equal([
      404,
      'MemberNotFoundInConversation',
    ]);
    const team = await call(room.teams, 'GET', `teams/${encodeURIComponent(TEAM.id)}`);
    expect(team.body).to.include({ id: TEAM.id, aadGroupId: TEAM.groupId, memberCount: 7 });
    const channels = await call(
      room.teams,
      'GET',
      `teams/${encodeURIComponent(TEAM.id)}/conversations`,
    );
    const names = channels.body.conversations.map((one: { name: string }) => one.name);
    expect(names).to.deep.equal([null, 'Billing', 'Repairs', 'Redress ops']);
  });

  it('refuses calls without a token of its own, and expired ones', async () => {
    const path = `teams/${encodeURIComponent(TEAM.id)}`;
    expect((await call(room.teams, 'GET', path, undefined, 'nonsense')).status).to.equal(401);
    const forged = room.teams.sign({ aud: 'https://api.botframework.com', exp: 9e9 });
    expect((await call(room.teams, 'GET', path, undefined, forged)).status).to.equal(401);
    await room.stop();
    room = await openRoom({ tokenSeconds: 0 });
    expect((await call(room.teams, 'GET', path)).status).to.equal(401);
  });

  it('issues tokens only for the app, its secret and the right scope, in the words of Entra', async () => {
    const wrong = async (form: Record<string, string>) => (await askToken(room.teams, form)).body;
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
