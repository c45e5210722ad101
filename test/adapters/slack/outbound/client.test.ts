import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import type { Block, Card, Form } from '../../../../src/views/elements.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { BOT_TOKEN, type Harness, SECRET, startHarness } from '../harness.js';

const PLACE = { platform: 'slack' as const, channel: CHANNELS.billing };

describe('Calls to Slack', () => {
  let harness: Harness;
  const { logger, lines } = createMemoryLogger();
  beforeEach(async () => {
    lines.length = 0;
    harness = await startHarness({ logger, rate: false });
  });
  afterEach(() => harness.stop());

  const card = (summary: string, ...blocks: Block[]): Card => ({ summary, title: null, blocks });

  it('open a form at once while deliveries wait', async () => {
    harness.workspace.fault({ kind: 'rate-limited', method: 'chat.postMessage', retryAfter: 30 });
    const started = Date.now();
    const delivery = await harness.slack.channel.post(
      { place: PLACE },
      { deliveryId: 'd', card: card('s') },
    );
    expect(delivery).to.deep.include({ kind: 'retry', retryAfterMs: 30_000 });
    harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
    const outcome = await harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', '');
    expect(outcome.modal?.callback_id).to.equal('promise');
    expect(Date.now() - started).to.be.below(2500);
  });

  it('are made once: only the delivery loop repeats a delivery', async () => {
    harness.workspace.fault({ kind: 'http-500', method: 'chat.postMessage' });
    const delivery = await harness.slack.channel.post(
      { place: PLACE },
      { deliveryId: 'd', card: card('s') },
    );
    expect(delivery.kind).to.equal('unknown');
    const posts = harness.workspace
      .requests()
      .filter(({ method }) => method === 'chat.postMessage');
    expect(posts).to.have.length(1);
  });

  it('are not made to a channel that Slack rate-limits, until it allows them', async () => {
    harness.workspace.fault({ kind: 'rate-limited', method: 'chat.postMessage', retryAfter: 30 });
    const post = () =>
      harness.slack.channel.post({ place: PLACE }, { deliveryId: 'd', card: card('s') });
    await post();
    const second = await post();
    expect(second.kind === 'retry' && (second.retryAfterMs ?? 0)).to.be.within(20_000, 30_250);
    const posts = harness.workspace
      .requests()
      .filter(({ method }) => method === 'chat.postMessage');
    expect(posts).to.have.length(1);
  });

  it('leave no text, name or token in the log, whatever fails', async () => {
    const secret: Card = card('Mrs Smith', { kind: 'text', text: ['complains of Mr Jones'] });
    const post = () =>
      harness.slack.channel.post({ place: PLACE }, { deliveryId: 'd', card: secret });
    await post();
    for (const fault of ['lost-reply', 'http-500', 'rate-limited'] as const) {
      harness.workspace.fault({ kind: fault, method: 'chat.postMessage' });
      await post();
    }
    harness.workspace.fault({ kind: 'refuse', method: 'views.open', error: 'invalid_arguments' });
    harness.replyWith({ kind: 'form', form: { ...SAMPLE_FORM, blocks: secret.blocks } });
    await harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', 'Mrs Smith');
    expect(lines.length).to.be.above(0);
    for (const word of ['Smith', 'Jones', BOT_TOKEN, SECRET]) {
      expect(lines.join('\n')).not.to.contain(word);
    }
  });

  it('fetch a person’s profile', async () => {
    const account = { platform: 'slack' as const, workspace: TEAM_ID, userId: PEOPLE.cleo };
    expect(await harness.slack.channel.fetchProfile(account)).to.deep.equal({
      name: 'Cleo Clarke',
      email: 'cleo.clarke@playground.example',
      zone: 'Europe/Berlin',
    });
  });

  const HUGE = '&<>"\\ 👨‍👩‍👧‍👦 é\n'.repeat(2000);
  const manyButtons = Array.from({ length: 60 }, (_, index) => ({
    ...{ action: 'take', value: `C-${index}`, label: HUGE, style: 'danger' as const, opens: false },
    confirm: HUGE,
  }));
  const person = { name: HUGE, accounts: [] };
  const BIG: readonly Block[] = [
    { kind: 'quote', label: HUGE, text: HUGE, max: 20_000 },
    { kind: 'text', text: [HUGE, { strong: HUGE }, { person }, { moment: 1e12, zone: 'UTC' }] },
    {
      kind: 'facts',
      facts: Array.from({ length: 40 }, () => ({ label: HUGE, value: [HUGE, { person }] })),
    },
    {
      kind: 'note',
      text: [HUGE, { team: { name: HUGE, group: { platform: 'slack', id: 'S1' }, members: [] } }],
    },
    { kind: 'buttons', buttons: manyButtons },
    ...Array.from({ length: 120 }, (): Block => ({ kind: 'divider' })),
  ];

  it('send the biggest card, posted and updated, without a refusal', async () => {
    const biggest = [
      { summary: HUGE, title: HUGE, blocks: BIG },
      ...BIG.slice(0, 5).map((block) => ({ summary: '', title: null, blocks: [block] })),
      {
        summary: 'many',
        title: 'x',
        blocks: Array.from({ length: 4 }, () => BIG[4] ?? BIG[5]).flatMap((one) => one ?? []),
      },
    ];
    const start: Card = card('start');
    const posted = await harness.slack.channel.post(
      { place: PLACE },
      { deliveryId: 'd', card: start },
    );
    if (posted.kind !== 'sent') throw new Error(posted.kind);
    for (const one of biggest) {
      const outcome = await harness.slack.channel.update(posted.ref, {
        deliveryId: 'e',
        card: one,
      });
      expect(outcome, JSON.stringify(outcome)).to.have.property('kind', 'sent');
    }
    const message = { deliveryId: 'f', card: biggest[0] ?? start };
    const outcome = await harness.slack.channel.post({ place: PLACE }, message);
    expect(outcome.kind).to.equal('sent');
  }).timeout(15_000);

  it('show the biggest form and the biggest notice without a refusal', async () => {
    const options = Array.from({ length: 250 }, (_, index) => ({
      value: `v${index}`,
      label: HUGE,
    }));
    const shared = { label: HUGE, hint: HUGE, required: true };
    const fields: Form['fields'] = [
      { ...shared, name: 'a', kind: 'text', lines: 'many', max: 9000, initial: HUGE },
      { ...shared, name: 'b', kind: 'choice', look: 'radio', options },
      { ...shared, name: 'c', kind: 'choice', look: 'radio', options: options.slice(0, 10) },
      { ...shared, name: 'd', kind: 'moment', initial: Number.MAX_VALUE },
      { ...shared, name: 'e', kind: 'tick', text: HUGE, initial: true },
      { ...shared, name: 'f', kind: 'person' },
    ];
    const form: Form = {
      ...{ id: 'file', submissionId: 's', context: 'x'.repeat(500) },
      ...{
        title: HUGE,
        submit: HUGE,
        blocks: BIG.filter(({ kind }) => kind !== 'buttons'),
        fields,
      },
    };
    harness.replyWith({ kind: 'form', form: { ...form, blocks: BIG } });
    const buttons = await harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', '');
    expect(buttons.modal?.blocks.filter(({ type }) => type === 'input')).to.have.length(6);
    harness.replyWith({ kind: 'form', form });
    const opened = await harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', '');
    expect(opened.modal?.blocks.length, JSON.stringify(lines)).to.equal(100);
    harness.replyWith({ kind: 'notice', notice: { text: HUGE, blocks: BIG } });
    const notice = await harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', '');
    expect(notice.ephemeral?.blocks?.length).to.be.within(3, 50);
  }).timeout(15_000);
});
