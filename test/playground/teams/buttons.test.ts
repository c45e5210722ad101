import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import { CARD, EXECUTE, FETCH, FORM, message } from './cards-and-forms.js';
import {
  activitiesPath,
  call,
  card,
  createCardMessage,
  createChatBody,
  createDialogAnswer,
  createPostBody,
  startTeamsHarness,
  type TeamsHarness,
} from './harness.js';

describe('buttons of the simulated tenant', () => {
  let harness: TeamsHarness;
  beforeEach(async () => {
    harness = await startTeamsHarness();
  });
  afterEach(() => harness.stop());

  const posted = async () => {
    const activity = createCardMessage(CARD);
    const { body } = await call(
      harness.teams,
      'POST',
      'conversations',
      createPostBody(CHANNELS.billing, activity),
    );
    return { conversation: body.id as string, activity: body.activityId as string };
  };

  it('send Action.Execute as adaptiveCard/action and show the text of the answer', async () => {
    const at = await posted();
    harness.bot.answer = () => message('Taken.');
    const outcome = await harness.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(outcome).to.deep.equal({ status: 'ok', message: 'Taken.' });
    const { activity } = harness.bot.last('adaptiveCard/action');
    expect(activity).to.include({ type: 'invoke', replyToId: at.activity });
    expect(activity.conversation.id).to.equal(at.conversation);
    expect(activity.value.action).to.deep.include({ verb: 'press', data: EXECUTE.data });
  });

  it('open a dialog by task/fetch', async () => {
    const at = await posted();
    harness.bot.answer = () => createDialogAnswer(FORM);
    const outcome = await harness.teams.press(PEOPLE.ben, at, { title: 'Promise…' });
    expect(outcome.dialog).to.deep.include({ title: 'A form', source: 'task', card: FORM });
    expect(harness.teams.dialogs(PEOPLE.ben)).to.deep.equal([outcome.dialog]);
    expect(harness.bot.last('task/fetch').activity.value.data).to.deep.equal(FETCH.data);
  });

  it('reach a button of a nested card, with the inputs there', async () => {
    const at = await posted();
    harness.bot.answer = () => message('Closed.');
    await harness.teams.press(PEOPLE.ben, at, { action: 'close' }, { why: 'done' });
    const { data } = harness.bot.last('adaptiveCard/action').activity.value.action;
    expect(data).to.deep.equal({ redress: { action: 'close' }, why: 'done' });
  });

  it('send the fallback of an old client as a message with a value', async () => {
    const at = await posted();
    const which = { action: 'take', fallback: true };
    expect(await harness.teams.press(PEOPLE.ben, at, which)).to.deep.equal({ status: 'ok' });
    const { activity } = harness.bot.last('message');
    expect(activity.value).to.deep.equal({ redress: { action: 'take' } });
    expect(activity).to.include({ replyToId: at.activity });
    expect(activity.text).to.equal(undefined);
  });

  it('show a returned card in place of the old one, only to that person, until it changes', async () => {
    const at = await posted();
    const own = card([{ type: 'TextBlock', text: 'Yours' }], { actions: [FETCH] });
    const type = 'application/vnd.microsoft.card.adaptive';
    harness.bot.answer = () => ({ body: { statusCode: 200, type, value: own } });
    await harness.teams.press(PEOPLE.ben, at, { action: 'take' });
    const take = () => harness.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(await take().catch((error: Error) => error.message)).to.contain('no such button');
    await call(
      harness.teams,
      'PUT',
      activitiesPath(at.conversation, at.activity),
      createCardMessage(CARD),
    );
    expect((await take()).status).to.equal('ok');
  });

  it('do not retry an invoke, as Teams does not', async () => {
    const at = await posted();
    harness.bot.answer = () => ({ status: 500 });
    const outcome = await harness.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(outcome).to.deep.include({ status: 'failed' });
    expect(harness.bot.received).to.have.length(1);
  });

  it('lose an answer or arrive twice when a fault is set', async () => {
    const at = await posted();
    harness.bot.answer = () => message('Taken.');
    harness.teams.fault({ kind: 'lost-answer', operation: 'invoke' });
    const lost = await harness.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(lost.status).to.equal('failed');
    harness.teams.fault({ kind: 'twice', operation: 'invoke' });
    await harness.teams.press(PEOPLE.ben, at, { action: 'take' });
    const ids = harness.bot.received.map(({ activity }) => activity.id);
    expect(ids).to.have.length(3);
    expect(new Set(ids).size).to.equal(2);
  });

  it('do nothing after the app was removed, and extensions are not offered', async () => {
    const chat = await call(
      harness.teams,
      'POST',
      'conversations',
      createChatBody(harness.teams, PEOPLE.ann),
    );
    const sent = await call(
      harness.teams,
      'POST',
      activitiesPath(chat.body.id),
      createCardMessage(CARD),
    );
    harness.teams.uninstall(PEOPLE.ann);
    await harness.teams.eventsIdle();
    const at = { conversation: chat.body.id, activity: sent.body.id };
    const outcome = await harness.teams.press(PEOPLE.ann, at, { action: 'take' });
    expect(outcome.error).to.equal('Unable to reach app. Please try again.');
    const refused = await harness.teams
      .extension(PEOPLE.ann, 'complaint')
      .catch((error: Error) => error.message);
    expect(refused).to.contain('does not have the app');
  });
});
