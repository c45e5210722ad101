import { expect } from 'chai';
import { CHANNELS, PEOPLE, TAGS, TEAM, TENANT_ID } from '../../../playground/teams/seed.js';
import { APP_ID, startTeamsHarness, type TeamsHarness } from './harness.js';

describe('people of the simulated tenant', () => {
  let harness: TeamsHarness;
  beforeEach(async () => {
    harness = await startTeamsHarness();
  });
  afterEach(() => harness.stop());

  const refusal = (doing: Promise<unknown>) =>
    doing.then(
      () => 'allowed',
      (error: Error) => error.message,
    );

  it('reach the bot from their chat, with everything Teams sends about them', async () => {
    const written = await harness.teams.write(PEOPLE.cleo, 'personal', 'complaint list');
    await harness.teams.eventsIdle();
    const { activity, headers } = harness.bot.last('message');
    expect(activity).to.include({
      channelId: 'msteams',
      id: written.activity,
      text: 'complaint list',
      localTimezone: 'Europe/Berlin',
      locale: 'en-GB',
    });
    expect(activity.from).to.deep.equal({
      id: harness.teams.person(PEOPLE.cleo)?.teamsId,
      name: 'Cleo Clarke',
      aadObjectId: PEOPLE.cleo,
    });
    expect(activity.recipient).to.deep.equal({ id: `28:${APP_ID}`, name: 'Redress' });
    expect(activity.conversation).to.deep.equal({
      conversationType: 'personal',
      tenantId: TENANT_ID,
      id: written.conversation,
    });
    expect(activity.channelData).to.deep.equal({ tenant: { id: TENANT_ID } });
    expect(activity.entities[0]).to.include({ type: 'clientInfo', timezone: 'Europe/Berlin' });
    expect(activity.localTimestamp).to.match(/\+0[12]:00$/);
    expect(headers['x-ms-conversation-id']).to.equal(written.conversation);
  });

  it('reach the bot from a thread, with its conversation id, team and channel', async () => {
    const post = await harness.teams.write(PEOPLE.ben, 'Billing', 'Any news?');
    const reply = await harness.teams.write(PEOPLE.cleo, post.conversation, 'None');
    expect(reply.conversation).to.equal(post.conversation);
    await harness.teams.eventsIdle();
    const heard = harness.bot.received.map(({ activity }) => activity);
    const { conversation, channelData } = heard.find(({ text }) => text === 'None');
    expect(conversation).to.include({
      id: `${CHANNELS.billing};messageid=${post.activity}`,
      conversationType: 'channel',
      isGroup: true,
    });
    expect(channelData).to.deep.include({
      channel: { id: CHANNELS.billing },
      team: { id: TEAM.id },
    });
    const texts = harness.teams.thread(CHANNELS.billing, post.activity).map(({ text }) => text);
    expect(texts).to.deep.equal(['Any news?', 'None']);
  });

  it('reach the bot only by a mention in a team where it may not read all messages', async () => {
    harness.teams.removeFromTeam();
    harness.teams.installInTeam(undefined, { readsAll: false });
    await harness.teams.write(PEOPLE.ben, 'Billing', 'Between us');
    await harness.teams.write(PEOPLE.ben, 'Billing', 'see here', { mention: true });
    await harness.teams.eventsIdle();
    const texts = harness.bot.received.flatMap(({ activity }) => activity.text ?? []);
    expect(texts).to.deep.equal(['<at>Redress</at> see here']);
    const { entities } = harness.bot.last('message').activity;
    expect(entities[0]).to.deep.equal({
      type: 'mention',
      mentioned: { id: `28:${APP_ID}`, name: 'Redress' },
      text: '<at>Redress</at>',
    });
  });

  it('mention people and tags by typing their names', async () => {
    await harness.teams.write(PEOPLE.ben, 'Billing', '@Cleo Clarke and @Billing team, please');
    const [message] = harness.teams.channelMessages('Billing');
    expect(message?.text).to.equal('<at>Cleo Clarke</at> and <at>Billing team</at>, please');
    const ids = message?.entities.map(({ mentioned }) => (mentioned as { id: string }).id);
    expect(ids).to.deep.equal([harness.teams.person(PEOPLE.cleo)?.teamsId, TAGS.billing]);
  });

  it('use the command menu, with a mention in a channel and without one in the chat', async () => {
    await harness.teams.command(PEOPLE.ann, 'General', 'complaint list');
    await harness.teams.command(PEOPLE.ann, 'personal', 'complaint help');
    await harness.teams.eventsIdle();
    const texts = harness.bot.received.map(({ activity }) => activity.text);
    expect(texts).to.have.members(['<at>Redress</at> complaint list', 'complaint help']);
  });

  it('edit their own messages only', async () => {
    const { conversation, activity } = await harness.teams.write(PEOPLE.ben, 'Billing', 'Olf');
    const at = { conversation, activity };
    await harness.teams.edit(PEOPLE.ben, at, 'Old');
    await harness.teams.eventsIdle();
    expect(harness.bot.last('messageUpdate').activity).to.deep.include({
      id: activity,
      text: 'Old',
    });
    expect(harness.bot.last('messageUpdate').activity.channelData.eventType).to.equal(
      'editMessage',
    );
    expect(await refusal(harness.teams.edit(PEOPLE.cleo, at, 'Mine'))).to.contain('your own');
  });

  it('cannot do what Teams does not allow', async () => {
    const { teams } = harness;
    expect(await refusal(teams.write('nobody', 'Billing', 'x'))).to.contain('no person');
    expect(await refusal(teams.write(PEOPLE.ann, 'Nowhere', 'x'))).to.contain('no conversation');
    expect(await refusal(teams.write(PEOPLE.ann, 'Billing', ' '))).to.contain('nothing to send');
    const gone = teams.write(PEOPLE.ann, 'Billing', 'x', { thread: '1' });
    expect(await refusal(gone)).to.contain('is gone');
    const chat = await teams.write(PEOPLE.ann, 'personal', 'x');
    expect(await refusal(teams.write(PEOPLE.ben, chat.conversation, 'x'))).to.contain('chat');
    teams.archiveChannel('Billing');
    expect(await refusal(teams.write(PEOPLE.ann, 'Billing', 'x'))).to.contain('archived');
    teams.deleteUser(PEOPLE.ann);
    expect(await refusal(teams.write(PEOPLE.ann, 'General', 'x'))).to.contain('deleted');
  });

  it('install and remove the app, and the bot is told', async () => {
    const { teams, bot } = harness;
    await teams.write(PEOPLE.ann, 'personal', 'hello');
    teams.uninstall(PEOPLE.ann);
    await teams.eventsIdle();
    expect(bot.last('installationUpdate').activity).to.deep.include({ action: 'remove' });
    expect(bot.last('installationUpdate').activity.from.aadObjectId).to.equal(PEOPLE.ann);
    teams.install(PEOPLE.ann);
    await teams.eventsIdle();
    expect(bot.last('installationUpdate').activity.action).to.equal('add');
    const { membersAdded, conversation } = bot.last('conversationUpdate').activity;
    expect(membersAdded).to.deep.equal([{ id: `28:${APP_ID}` }]);
    expect(conversation.id).to.equal(teams.personalConversation(PEOPLE.ann));
  });

  it('remove the app from a team and add it again, and the bot is told', async () => {
    const { teams, bot } = harness;
    teams.removeFromTeam();
    await teams.eventsIdle();
    const removed = bot.last('conversationUpdate').activity;
    expect(removed.channelData).to.deep.include({
      eventType: 'teamMemberRemoved',
      team: { id: TEAM.id, name: 'Redress playground', aadGroupId: TEAM.groupId },
    });
    expect(bot.last('installationUpdate').activity.action).to.equal('remove');
    teams.installInTeam();
    await teams.eventsIdle();
    const added = bot.last('conversationUpdate').activity;
    expect(added.membersAdded[0].id).to.equal(`28:${APP_ID}`);
  });

  it('have a new name in activities and rosters; nothing tells of the change itself', async () => {
    harness.teams.rename(PEOPLE.cleo, 'Cleo Jones');
    await harness.teams.eventsIdle();
    expect(harness.bot.received).to.deep.equal([]);
    await harness.teams.write(PEOPLE.cleo, 'personal', 'help');
    await harness.teams.eventsIdle();
    expect(harness.bot.last('message').activity.from).to.include({ name: 'Cleo Jones' });
  });

  it('reach the bot later when it did not take the activity, but not when it refused it', async () => {
    const statuses = [500, 503, 200];
    harness.bot.answer = () => ({ status: statuses.shift() ?? 200 });
    await harness.teams.write(PEOPLE.ann, 'personal', 'hello');
    await harness.teams.eventsIdle();
    const ids = harness.bot.received.map(({ activity }) => activity.id);
    expect(ids).to.have.length(3);
    expect(new Set(ids).size).to.equal(1);
    harness.bot.answer = () => ({ status: 403 });
    await harness.teams.write(PEOPLE.ann, 'personal', 'hello again');
    await harness.teams.eventsIdle();
    expect(harness.bot.received).to.have.length(4);
  });
});
