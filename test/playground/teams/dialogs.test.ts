import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import { CARD, FORM } from './cards-and-forms.js';
import {
  call,
  card,
  createCardMessage,
  createDialogAnswer,
  createPostBody,
  startTeamsHarness,
  type TeamsHarness,
} from './harness.js';

describe('dialogs of the simulated tenant', () => {
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

  const opened = async (content: object = FORM) => {
    harness.bot.answer = () => createDialogAnswer(content);
    const { dialog } = await harness.teams.extension(PEOPLE.ann, 'complaint');
    if (!dialog) throw new Error('No dialog opened.');
    return dialog;
  };

  it('open by a message extension from the command box, a conversation or a message', async () => {
    await opened();
    const { activity } = harness.bot.last('composeExtension/fetchTask');
    expect(activity.value).to.deep.include({
      commandId: 'complaint',
      commandContext: 'commandBox',
    });
    await harness.teams.extension(PEOPLE.ann, 'complaint', { conversation: 'Billing' });
    const compose = harness.bot.last('composeExtension/fetchTask').activity;
    expect(compose.value.commandContext).to.equal('compose');
    expect(compose.conversation.id).to.equal(CHANNELS.billing);
    const written = await harness.teams.write(PEOPLE.ben, 'Billing', 'a < b\n@Redress');
    await harness.teams.extension(PEOPLE.ann, 'complaint', { message: written });
    const { messagePayload, commandContext } = harness.bot.last('composeExtension/fetchTask')
      .activity.value;
    expect(commandContext).to.equal('message');
    expect(messagePayload).to.deep.include({
      id: written.activity,
      replyToId: null,
      body: { contentType: 'html', content: '<p>a &lt; b<br><at id="0">Redress</at></p>' },
    });
    expect(messagePayload.linkToMessage).to.contain(`/l/message/${CHANNELS.billing}/`);
    expect(messagePayload.from.user).to.include({ id: PEOPLE.ben, displayName: 'Ben Baker' });
  });

  it('refuse what the client refuses without asking the bot, and keep the entries', async () => {
    const dialog = await opened();
    const asked = harness.bot.received.length;
    const empty = await harness.teams.submit(PEOPLE.ann, dialog.id, { team: 'Repairs' });
    expect(empty).to.deep.include({ status: 'invalid', closed: false });
    expect(empty.errors).to.deep.equal({ 'f.what': 'Say what happened.' });
    const long = await harness.teams.submit(PEOPLE.ann, dialog.id, { what: 'x'.repeat(11) });
    expect(long.errors).to.have.key('f.what');
    expect(harness.bot.received).to.have.length(asked);
    harness.bot.answer = () => ({});
    await harness.teams.submit(PEOPLE.ann, dialog.id, { what: 'Wrong bill' });
    const { data } = harness.bot.last('composeExtension/submitAction').activity.value;
    expect(data).to.include({ 'f.what': 'Wrong bill', 'f.team': 'r', 'f.secret': 'false' });
  });

  it('take entries by id, name or label, and a date with time as one text', async () => {
    const dialog = await opened();
    harness.bot.answer = () => ({});
    const outcome = await harness.teams.submit(PEOPLE.ann, dialog.id, {
      'What happened': 'Cold',
      'f.team': 'r',
      secret: 'true',
      by: '2026-12-01 10:30',
    });
    expect(outcome).to.deep.equal({ status: 'ok', closed: true });
    expect(harness.teams.dialogs(PEOPLE.ann)).to.deep.equal([]);
    const { value } = harness.bot.last('composeExtension/submitAction').activity;
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

  it('show the next dialog of an answer, and close when there is none', async () => {
    const dialog = await opened();
    const next = await harness.teams.submit(PEOPLE.ann, dialog.id, { what: 'Cold' });
    expect(next).to.deep.include({ status: 'ok', closed: false });
    expect(next.dialog?.id).to.not.equal(dialog.id);
    harness.bot.answer = () => ({});
    const last = await harness.teams.submit(PEOPLE.ann, next.dialog?.id ?? '', { what: 'Cold' });
    expect(last).to.deep.equal({ status: 'ok', closed: true });
  });

  it('refuse an answer that is only text, for which Teams shows an empty box', async () => {
    const dialog = await opened();
    harness.bot.answer = () => ({ body: { task: { type: 'message', value: 'Thanks' } } });
    const outcome = await harness.teams.submit(PEOPLE.ann, dialog.id, { what: 'Cold' });
    expect(outcome).to.include({ status: 'failed', closed: false });
    expect(outcome.error).to.equal('Something went wrong. Please try again.');
    expect(outcome.reasons?.join()).to.contain('"message"');
    const opening = await harness.teams.extension(PEOPLE.ann, 'complaint');
    expect(opening).to.include({ status: 'failed' });
    expect(opening.reasons?.join()).to.contain('empty box');
  });

  it('send a button without inputs without checking inputs', async () => {
    const dialog = await opened();
    harness.bot.answer = () => ({});
    await harness.teams.pressInDialog(PEOPLE.ann, dialog.id, { action: 'back' });
    const { data } = harness.bot.last('composeExtension/submitAction').activity.value;
    expect(data).to.deep.equal({ redress: { kind: 'press', action: 'back' } });
  });

  it('send a dialog that a button opened by task/submit', async () => {
    const at = await posted();
    harness.bot.answer = () => createDialogAnswer(FORM);
    const { dialog } = await harness.teams.press(PEOPLE.ben, at, { action: 'promise' });
    harness.bot.answer = () => ({});
    await harness.teams.submit(PEOPLE.ben, dialog?.id ?? '', { what: 'Cold' });
    const { activity } = harness.bot.last('task/submit');
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
    harness.bot.answer = () => ({});
    await harness.teams.submit(PEOPLE.ann, dialog.id, { who: 'Cleo Clarke' });
    const { data } = harness.bot.last('composeExtension/submitAction').activity.value;
    expect(data['f.who']).to.equal(PEOPLE.cleo);
  });

  it('show Teams’ error when the bot does not answer in time', async () => {
    const hurried = await startTeamsHarness({ answerMs: 60 });
    hurried.bot.answer = () => 'silence';
    const outcome = await hurried.teams.extension(PEOPLE.ann, 'complaint');
    await hurried.stop();
    expect(outcome).to.include({ error: 'Unable to reach app. Please try again.' });
  });

  it('show Teams’ errors when the answer is lost, or the bot fails or answers nonsense, and stay open', async () => {
    const dialog = await opened();
    const send = () => harness.teams.submit(PEOPLE.ann, dialog.id, { what: 'Cold' });
    harness.teams.fault({ kind: 'lost-answer', operation: 'invoke' });
    expect((await send()).error).to.equal('Unable to reach app. Please try again.');
    harness.bot.answer = () => ({ status: 500 });
    expect((await send()).error).to.equal('Something went wrong. Please try again.');
    harness.bot.answer = () => ({ body: { task: { type: 'other' } } });
    expect(await send()).to.deep.include({ status: 'failed', closed: false });
    harness.bot.answer = () => createDialogAnswer(card([{ type: 'Imput.Text', id: 'x' }]));
    expect((await send()).reasons?.join()).to.contain('Imput.Text');
    const big = card([{ type: 'TextBlock', text: 'x'.repeat(29_000) }]);
    harness.bot.answer = () => createDialogAnswer(big);
    expect((await send()).reasons?.join()).to.contain('bytes');
    expect(harness.teams.dialogs(PEOPLE.ann)[0]?.values).to.include({ 'f.what': 'Cold' });
  });
});
