import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import { CARD, FORM } from './cards-and-forms.js';
import { call, card, cardMessage, dialogAnswer, newPost, openRoom, type Room } from './harness.js';

describe('dialogs of the simulated tenant', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom({ answerMs: 150 });
  });
  afterEach(() => room.stop());

  const posted = async () => {
    const activity = cardMessage(CARD);
    const { body } = await call(
      room.teams,
      'POST',
      'conversations',
      newPost(CHANNELS.billing, activity),
    );
    return { conversation: body.id as string, activity: body.activityId as string };
  };

  const opened = async (content: object = FORM) => {
    room.bot.answer = () => dialogAnswer(content);
    const { dialog } = await room.teams.extension(PEOPLE.ann, 'complaint');
    if (!dialog) throw new Error('No dialog opened.');
    return dialog;
  };

  it('use a message extension from the command box, a conversation, or on a message', async () => {
    await opened();
    const { activity } = room.bot.last('composeExtension/fetchTask');
    expect(activity.value).to.deep.include({
      commandId: 'complaint',
      commandContext: 'commandBox',
    });
    await room.teams.extension(PEOPLE.ann, 'complaint', { conversation: 'Billing' });
    const compose = room.bot.last('composeExtension/fetchTask').activity;
    expect(compose.value.commandContext).to.equal('compose');
    expect(compose.conversation.id).to.equal(CHANNELS.billing);
    const written = await room.teams.write(PEOPLE.ben, 'Billing', 'a < b\n@Redress');
    await room.teams.extension(PEOPLE.ann, 'complaint', { message: written });
    const { messagePayload, commandContext } = room.bot.last('composeExtension/fetchTask').activity
      .value;
    expect(commandContext).to.equal('message');
    expect(messagePayload).to.deep.include({
      id: written.activity,
      replyToId: null,
      body: { contentType: 'html', content: '<p>a &lt; b<br><at id="0">Redress</at></p>' },
    });
    expect(messagePayload.linkToMessage).to.contain(`/l/message/${CHANNELS.billing}/`);
    expect(messagePayload.from.user).to.include({ id: PEOPLE.ben, displayName: 'Ben Baker' });
  });

  it('refuse what the client refuses without asking the bot, and keep what was entered', async () => {
    const dialog = await opened();
    const asked = room.bot.received.length;
    const empty = await room.teams.submit(PEOPLE.ann, dialog.id, { team: 'Repairs' });
    expect(empty).to.deep.include({ status: 'invalid', closed: false });
    expect(empty.errors).to.deep.equal({ 'f.what': 'Say what happened.' });
    const long = await room.teams.submit(PEOPLE.ann, dialog.id, { what: 'x'.repeat(11) });
    expect(long.errors).to.have.key('f.what');
    expect(room.bot.received).to.have.length(asked);
    room.bot.answer = () => ({});
    await room.teams.submit(PEOPLE.ann, dialog.id, { what: 'Wrong bill' });
    const { data } = room.bot.last('composeExtension/submitAction').activity.value;
    expect(data).to.include({ 'f.what': 'Wrong bill', 'f.team': 'r', 'f.secret': 'false' });
  });

  it('fill in fields by id, name or label, and a moment as one text', async () => {
    const dialog = await opened();
    room.bot.answer = () => ({});
    const outcome = await room.teams.submit(PEOPLE.ann, dialog.id, {
      'What happened': 'Cold',
      'f.team': 'r',
      secret: 'true',
      by: '2026-12-01 10:30',
    });
    expect(outcome).to.deep.equal({ status: 'ok', closed: true });
    expect(room.teams.dialogs(PEOPLE.ann)).to.deep.equal([]);
    const { value } = room.bot.last('composeExtension/submitAction').activity;
    expect(value).to.include({ commandId: 'complaint', commandContext: 'commandBox' });
    expect(value.data).to.deep.equal({
      redress: { kind: 'submit' },
      'f.what': 'Cold',
      'f.team': 'r',
      'f.secret': 'true',
      'f.by.date': '2026-12-01',
      'f.by.time': '10:30',
    });
  });

  it('show the next dialog that an answer brings, and close when it brings none', async () => {
    const dialog = await opened();
    const next = await room.teams.submit(PEOPLE.ann, dialog.id, { what: 'Cold' });
    expect(next).to.deep.include({ status: 'ok', closed: false });
    expect(next.dialog?.id).to.not.equal(dialog.id);
    room.bot.answer = () => ({});
    const last = await room.teams.submit(PEOPLE.ann, next.dialog?.id ?? '', { what: 'Cold' });
    expect(last).to.deep.equal({ status: 'ok', closed: true });
  });

  it('refuse an answer of words alone, of which Teams shows an empty box', async () => {
    const dialog = await opened();
    room.bot.answer = () => ({ body: { task: { type: 'message', value: 'Thanks' } } });
    const outcome = await room.teams.submit(PEOPLE.ann, dialog.id, { what: 'Cold' });
    expect(outcome).to.include({ status: 'failed', closed: false });
    expect(outcome.error).to.equal('Something went wrong. Please try again.');
    expect(outcome.reasons?.join()).to.contain('"message"');
    const opening = await room.teams.extension(PEOPLE.ann, 'complaint');
    expect(opening).to.include({ status: 'failed' });
    expect(opening.reasons?.join()).to.contain('empty box');
  });

  it('send a button that takes no inputs without asking for them', async () => {
    const dialog = await opened();
    room.bot.answer = () => ({});
    await room.teams.pressInDialog(PEOPLE.ann, dialog.id, { action: 'back' });
    const { data } = room.bot.last('composeExtension/submitAction').activity.value;
    expect(data).to.deep.equal({ redress: { kind: 'press', action: 'back' } });
  });

  it('answer a dialog that a button opened by task/submit', async () => {
    const at = await posted();
    room.bot.answer = () => dialogAnswer(FORM);
    const { dialog } = await room.teams.press(PEOPLE.ben, at, { action: 'promise' });
    room.bot.answer = () => ({});
    await room.teams.submit(PEOPLE.ben, dialog?.id ?? '', { what: 'Cold' });
    const { activity } = room.bot.last('task/submit');
    expect(activity.replyToId).to.equal(at.activity);
    expect(activity.conversation.id).to.equal(at.conversation);
    expect(activity.value.data['f.what']).to.equal('Cold');
  });

  it('find people in a people picker by name', async () => {
    const picker = {
      type: 'Input.ChoiceSet',
      id: 'f.who',
      label: 'Who',
      choices: [],
      'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
    };
    const send = { type: 'Action.Submit', title: 'Send', data: { redress: { kind: 'submit' } } };
    const dialog = await opened(card([picker], { actions: [send] }));
    room.bot.answer = () => ({});
    await room.teams.submit(PEOPLE.ann, dialog.id, { who: 'Cleo Clarke' });
    const { data } = room.bot.last('composeExtension/submitAction').activity.value;
    expect(data['f.who']).to.equal(PEOPLE.cleo);
  });

  it('show the words of Teams when the bot is away, silent, or makes no sense, and keep the dialog', async () => {
    const dialog = await opened();
    const send = () => room.teams.submit(PEOPLE.ann, dialog.id, { what: 'Cold' });
    room.bot.answer = () => 'silence';
    expect((await send()).error).to.equal('Unable to reach app. Please try again.');
    room.bot.answer = () => ({ status: 500 });
    expect((await send()).error).to.equal('Something went wrong. Please try again.');
    room.bot.answer = () => ({ body: { task: { type: 'other' } } });
    expect(await send()).to.deep.include({ status: 'failed', closed: false });
    room.bot.answer = () => dialogAnswer(card([{ type: 'Imput.Text', id: 'x' }]));
    expect((await send()).reasons?.join()).to.contain('Imput.Text');
    const big = card([{ type: 'TextBlock', text: 'x'.repeat(29_000) }]);
    room.bot.answer = () => dialogAnswer(big);
    expect((await send()).reasons?.join()).to.contain('bytes');
    expect(room.teams.dialogs(PEOPLE.ann)[0]?.values).to.include({ 'f.what': 'Cold' });
  });
});
