import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../playground/slack/seed.js';
import { expectedSignature } from './fake-bot.js';
import { call, SIGNING_SECRET, type SlackHarness, startSlackHarness } from './harness.js';

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

describe('Playground Slack: actions of people', () => {
  let harness: SlackHarness;
  beforeEach(async () => {
    harness = await startSlackHarness();
  });
  afterEach(() => harness.stop());

  /** Types the command, to which the bot opens the form. */
  async function openForm() {
    const { bot, slack } = harness;
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
    await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', ' late & <rude> ');
    const request = harness.bot.last('slash');
    expect(request.payload).to.include({
      command: '/complaint',
      text: 'late &amp; &lt;rude&gt;',
      user_id: PEOPLE.ann,
      channel_id: CHANNELS.general,
      channel_name: 'general',
      team_id: TEAM_ID,
    });
    expect(request.payload.trigger_id).to.match(/^\d+\.\d+\.[0-9a-f]+$/);
    expect(request.payload.response_url).to.include(harness.slack.url);
    expect(request.headers['x-slack-signature']).to.equal(
      expectedSignature(SIGNING_SECRET, request),
    );
  });

  it('shows the answer to a slash command to that person only', async () => {
    harness.bot.answer = () => ({ body: { text: 'Only you' } });
    const outcome = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'help');
    expect(outcome.ephemeral?.text).to.equal('Only you');
    expect(harness.slack.ephemerals(PEOPLE.ann)).to.have.length(1);
    expect(harness.slack.messages('general')).to.be.empty;
  });

  it('shows an in_channel answer to everybody', async () => {
    harness.bot.answer = () => ({ body: { response_type: 'in_channel', text: 'All' } });
    await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(harness.slack.messages('general').map((m) => m.text)).to.deep.equal(['All']);
  });

  it('shows Slack’s errors when the bot fails, is down or is silent', async () => {
    harness.bot.answer = () => ({ status: 500 });
    const failed = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(failed).to.deep.equal({
      status: 'failed',
      error: '/complaint failed with the error "dispatch_failed"',
    });
    await harness.bot.stop();
    const away = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(away.error).to.equal('/complaint failed with the error "dispatch_failed"');
    await harness.stop();
    harness = await startSlackHarness({ answerMs: 60 });
    harness.bot.answer = () => 'silence';
    const silent = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    expect(silent.error).to.equal('/complaint failed with the error "operation_timeout"');
  });

  it('refuses other commands, unknown people, and people who are not in the channel', async () => {
    const attempts: [string, string, string][] = [
      [PEOPLE.ann, 'general', '/other'],
      ['U0NOBODY', 'general', '/complaint'],
      [PEOPLE.ann, 'billing', '/complaint'],
    ];
    for (const [user, channel, command] of attempts) {
      const error = await harness.slack.slash(user, channel, command, '').catch((e: Error) => e);
      expect(error, command).to.be.an('error');
    }
    expect(harness.bot.received).to.be.empty;
  });

  it('opens a modal by trigger and sends the state of every input', async () => {
    const view = await openForm();
    harness.bot.answer = () => ({});
    const outcome = await harness.slack.submit(PEOPLE.ann, view.id, {
      who: 'Mrs <Jones>',
      Category: 'Billing',
    });
    expect(outcome).to.deep.equal({ status: 'closed', closed: true });
    const { payload } = harness.bot.last('interactive');
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
    expect(harness.slack.modals(PEOPLE.ann)).to.be.empty;
  });

  it('refuses a form with required fields empty, without asking the bot', async () => {
    const view = await openForm();
    const asked = harness.bot.received.length;
    const outcome = await harness.slack.submit(PEOPLE.ann, view.id, { who: 'x' });
    expect(outcome.errors).to.deep.equal({ category: 'Please complete this required field.' });
    expect(harness.bot.received).to.have.length(asked);
  });

  it('keeps the modal and its content when the bot answers with errors or does not answer', async () => {
    const view = await openForm();
    const values = { who: 'Jones', category: 'billing' };
    harness.bot.answer = () => ({
      body: { response_action: 'errors', errors: { who: 'Unknown' } },
    });
    const refused = await harness.slack.submit(PEOPLE.ann, view.id, values);
    expect(refused).to.include({ status: 'errors', closed: false });
    expect(refused.errors).to.deep.equal({ who: 'Unknown' });
    harness.bot.answer = () => ({ status: 500 });
    const failed = await harness.slack.submit(PEOPLE.ann, view.id, {});
    expect(failed).to.include({ status: 'failed', closed: false });
    expect(failed.error).to.equal('We had some trouble connecting. Try again?');
    const [open] = harness.slack.modals(PEOPLE.ann);
    expect(open?.state.values.who?.v?.value).to.equal('Jones');
  });

  it('updates, pushes and clears views as the answer requires', async () => {
    const view = await openForm();
    const values = { who: 'Jones', category: 'billing' };
    const next = { ...form, callback_id: 'next' };
    harness.bot.answer = () => ({ body: { response_action: 'update', view: next } });
    const updated = await harness.slack.submit(PEOPLE.ann, view.id, values);
    expect(updated.modal).to.include({ id: view.id, callback_id: 'next' });
    harness.bot.answer = () => ({ body: { response_action: 'push', view: form } });
    const pushed = await harness.slack.submit(PEOPLE.ann, view.id, {});
    expect(pushed.modal).to.include({ previous_view_id: view.id, root_view_id: view.id });
    expect(harness.slack.modals(PEOPLE.ann)).to.have.length(2);
    harness.bot.answer = () => ({ body: { response_action: 'clear' } });
    await harness.slack.submit(PEOPLE.ann, pushed.modal?.id ?? '', values);
    expect(harness.slack.modals(PEOPLE.ann)).to.be.empty;
  });

  it('refuses an answer that Slack would refuse', async () => {
    const view = await openForm();
    const values = { who: 'Jones', category: 'billing' };
    const long = { ...form, title: { type: 'plain_text', text: 'x'.repeat(25) } };
    harness.bot.answer = () => ({ body: { response_action: 'update', view: long } });
    const outcome = await harness.slack.submit(PEOPLE.ann, view.id, values);
    expect(outcome.status).to.equal('failed');
    expect(outcome.error).to.include('must be less than 25 characters');
    harness.bot.answer = () => ({ body: { response_action: 'errors', errors: { nowhere: 'x' } } });
    const unknown = await harness.slack.submit(PEOPLE.ann, view.id, values);
    expect(unknown.status).to.equal('failed');
  });

  it('notifies the bot of a closed modal only when the view asked for it', async () => {
    const view = await openForm();
    const asked = harness.bot.received.length;
    await harness.slack.closeModal(PEOPLE.ann, view.id);
    expect(harness.bot.received).to.have.length(asked);
    harness.bot.answer = async (request) => {
      const { trigger_id } = request.payload;
      const view = { ...form, notify_on_close: true };
      if (request.kind === 'slash') await call(harness.slack, 'views.open', { trigger_id, view });
      return {};
    };
    const { modal } = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', '');
    await harness.slack.closeModal(PEOPLE.ann, modal?.id ?? '');
    expect(harness.bot.last('interactive').payload).to.include({
      type: 'view_closed',
      is_cleared: false,
    });
  });
});
