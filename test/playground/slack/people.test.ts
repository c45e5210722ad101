import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../playground/slack/seed.js';
import { expectedSignature } from './fake-bot.js';
import { call, openRoom, type Room, SIGNING_SECRET } from './harness.js';

const form = {
  type: 'modal',
  callback_id: 'file',
  private_metadata: 'sub-1',
  title: { type: 'plain_text', text: 'New complaint' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'who',
      label: { type: 'plain_text', text: 'Customer' },
      element: { type: 'plain_text_input', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'category',
      label: { type: 'plain_text', text: 'Category' },
      element: {
        type: 'static_select',
        action_id: 'v',
        options: [{ text: { type: 'plain_text', text: 'Billing' }, value: 'billing' }],
      },
    },
    {
      type: 'input',
      block_id: 'when',
      optional: true,
      label: { type: 'plain_text', text: 'When' },
      element: { type: 'datepicker', action_id: 'v' },
    },
  ],
};

describe('Playground Slack: what people do', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.stop());

  /** Types the command; the bot opens the form. */
  async function openForm() {
    const { bot, slack } = room;
    bot.answer = async (request) => {
      if (request.kind === 'slash') {
        await call(slack, 'views.open', { trigger_id: request.payload.trigger_id, view: form });
      }
      return {};
    };
    const outcome = await slack.slash(PEOPLE.ann, CHANNELS.general, '/complaint', '');
    if (!outcome.modal) throw new Error('no modal opened');
    return outcome.modal;
  }

  it('sends a signed slash command with everything Slack sends', async () => {
    await room.slack.slash(PEOPLE.ann, 'general', '/complaint', ' late & <rude> ');
    const request = room.bot.last('slash');
    expect(request.payload).to.include({
      command: '/complaint',
      text: 'late &amp; &lt;rude&gt;',
      user_id: PEOPLE.ann,
      channel_id: CHANNELS.general,
      channel_name: 'general',
      team_id: TEAM_ID,
    });
    expect(request.payload.trigger_id).to.match(/^\d+\.\d+\.[0-9a-f]+$/);
    expect(request.payload.response_url).to.include(room.slack.url);
    expect(request.headers['x-slack-signature']).to.equal(
      expectedSignature(SIGNING_SECRET, request),
    );
  });

  it('shows the answer to a slash command to that person alone', async () => {
    room.bot.answer = () => ({ body: { text: 'Only you' } });
    const outcome = await room.slack.slash(PEOPLE.ann, 'general', '/complaint', 'help');
    expect(outcome.ephemeral?.text).to.equal('Only you');
    expect(room.slack.ephemerals(PEOPLE.ann)).to.have.length(1);
    expect(room.slack.messages('general')).to.be.empty;
  });

  it('shows an in_channel answer to everybody', async () => {
    room.bot.answer = () => ({ body: { response_type: 'in_channel', text: 'All' } });
    await room.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(room.slack.messages('general').map((m) => m.text)).to.deep.equal(['All']);
  });

  it('says what Slack says when the bot fails, is away or is silent', async () => {
    room.bot.answer = () => ({ status: 500 });
    const failed = await room.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(failed).to.deep.equal({
      status: 'failed',
      error: '/complaint failed with the error "dispatch_failed"',
    });
    await room.stop();
    room = await openRoom({ answerMs: 60 });
    room.bot.answer = () => 'silence';
    const silent = await room.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(silent.error).to.equal('/complaint failed with the error "operation_timeout"');
    await room.bot.stop();
    const away = await room.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(away.error).to.equal('/complaint failed with the error "dispatch_failed"');
  });

  it('refuses other commands, strangers, and people who are not in the channel', async () => {
    const attempts: [string, string, string][] = [
      [PEOPLE.ann, 'general', '/other'],
      ['U0NOBODY', 'general', '/complaint'],
      [PEOPLE.ann, 'billing', '/complaint'],
    ];
    for (const [user, channel, command] of attempts) {
      const error = await room.slack.slash(user, channel, command, '').catch((e: Error) => e);
      expect(error, command).to.be.an('error');
    }
    expect(room.bot.received).to.be.empty;
  });

  it('opens a modal by trigger and sends what was entered with state of every input', async () => {
    const view = await openForm();
    room.bot.answer = () => ({});
    const outcome = await room.slack.submit(PEOPLE.ann, view.id, {
      who: 'Mrs <Jones>',
      Category: 'Billing',
    });
    expect(outcome).to.deep.equal({ status: 'closed', closed: true });
    const { payload } = room.bot.last('interactive');
    expect(payload.type).to.equal('view_submission');
    expect(payload.view).to.include({ callback_id: 'file', private_metadata: 'sub-1' });
    expect(payload.view.root_view_id).to.equal(view.id);
    expect(payload.view.hash).to.be.a('string');
    expect(payload.view.state.values).to.deep.equal({
      who: { v: { type: 'plain_text_input', value: 'Mrs <Jones>' } },
      category: {
        v: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'Billing' }, value: 'billing' },
        },
      },
      when: { v: { type: 'datepicker', selected_date: null } },
    });
    expect(room.slack.modals(PEOPLE.ann)).to.be.empty;
  });

  it('refuses a form with required fields empty, without asking the bot', async () => {
    const view = await openForm();
    const asked = room.bot.received.length;
    const outcome = await room.slack.submit(PEOPLE.ann, view.id, { who: 'x' });
    expect(outcome.errors).to.deep.equal({ category: 'Please complete this required field.' });
    expect(room.bot.received).to.have.length(asked);
  });

  it('keeps the modal and its content when the bot answers with errors or not at all', async () => {
    const view = await openForm();
    const values = { who: 'Jones', category: 'billing' };
    room.bot.answer = () => ({ body: { response_action: 'errors', errors: { who: 'Unknown' } } });
    const refused = await room.slack.submit(PEOPLE.ann, view.id, values);
    expect(refused).to.include({ status: 'errors', closed: false });
    expect(refused.errors).to.deep.equal({ who: 'Unknown' });
    room.bot.answer = () => ({ status: 500 });
    const failed = await room.slack.submit(PEOPLE.ann, view.id, {});
    expect(failed).to.include({ status: 'failed', closed: false });
    expect(failed.error).to.equal('We had some trouble connecting. Try again?');
    const [open] = room.slack.modals(PEOPLE.ann);
    expect(open?.state.values.who?.v?.value).to.equal('Jones');
  });

  it('updates, pushes and clears views as the answer says', async () => {
    const view = await openForm();
    const values = { who: 'Jones', category: 'billing' };
    const next = { ...form, callback_id: 'next' };
    room.bot.answer = () => ({ body: { response_action: 'update', view: next } });
    const updated = await room.slack.submit(PEOPLE.ann, view.id, values);
    expect(updated.modal).to.include({ id: view.id, callback_id: 'next' });
    room.bot.answer = () => ({ body: { response_action: 'push', view: form } });
    const pushed = await room.slack.submit(PEOPLE.ann, view.id, {});
    expect(pushed.modal).to.include({ previous_view_id: view.id, root_view_id: view.id });
    expect(room.slack.modals(PEOPLE.ann)).to.have.length(2);
    room.bot.answer = () => ({ body: { response_action: 'clear' } });
    await room.slack.submit(PEOPLE.ann, pushed.modal?.id ?? '', values);
    expect(room.slack.modals(PEOPLE.ann)).to.be.empty;
  });

  it('does not accept an answer that Slack would refuse', async () => {
    const view = await openForm();
    const values = { who: 'Jones', category: 'billing' };
    const long = { ...form, title: { type: 'plain_text', text: 'x'.repeat(25) } };
    room.bot.answer = () => ({ body: { response_action: 'update', view: long } });
    const outcome = await room.slack.submit(PEOPLE.ann, view.id, values);
    expect(outcome.status).to.equal('failed');
    expect(outcome.error).to.include('must be less than 25 characters');
    room.bot.answer = () => ({ body: { response_action: 'errors', errors: { nowhere: 'x' } } });
    const unknown = await room.slack.submit(PEOPLE.ann, view.id, values);
    expect(unknown.status).to.equal('failed');
  });

  it('tells the bot of a closed modal only when the view asked for it', async () => {
    const view = await openForm();
    const asked = room.bot.received.length;
    await room.slack.closeModal(PEOPLE.ann, view.id);
    expect(room.bot.received).to.have.length(asked);
    room.bot.answer = async (request) => {
      const { trigger_id } = request.payload;
      const view = { ...form, notify_on_close: true };
      if (request.kind === 'slash') await call(room.slack, 'views.open', { trigger_id, view });
      return {};
    };
    const { modal } = await room.slack.slash(PEOPLE.ann, 'general', '/complaint', '');
    await room.slack.closeModal(PEOPLE.ann, modal?.id ?? '');
    expect(room.bot.last('interactive').payload).to.include({
      type: 'view_closed',
      is_cleared: false,
    });
  });
});
