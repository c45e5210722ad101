import { expect } from 'chai';
import type { InboundEvent, Reply } from '../../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { type Adapter, startAdapter } from '../fake-microsoft.js';
import { type ActivityJson, fixture, PERSONAL, THREAD } from '../fixtures.js';

const TEXT = 'C-1001 is recorded and goes to Billing.';
const RECORDED: Reply = {
  kind: 'recorded',
  reference: 'C-1001',
  notice: { text: TEXT, blocks: [] },
};
const OPENER = '1741000000777';
/** Of a complaint: the first message of the thread. */
const OTHER_CARD = '1741000000000';

interface Redress {
  readonly seal: string;
  readonly opener?: { readonly conversation: string; readonly activity: string };
}

/** The data of the submit button of the dialog in an answer. */
function findSubmit(body: string): Redress {
  const { task } = JSON.parse(body);
  const { actions } = task.value.card.content;
  return actions[0].data.redress;
}

/** The messages that were replaced: conversation, activity, summary. */
function findUpdates({ microsoft }: Adapter) {
  return microsoft.sends().flatMap(({ method, url, body }) => {
    if (method !== 'PUT') return [];
    const [conversation = '', activity = ''] = url
      .slice(url.indexOf('/conversations/') + '/conversations/'.length)
      .split('/activities/');
    const { summary } = JSON.parse(body) as { summary: string };
    return [[decodeURIComponent(conversation), activity, summary]];
  });
}

describe('The card that opened a form in Teams', () => {
  const openerData = { redress: { kind: 'open', text: 'Late' }, msteams: { type: 'task/fetch' } };
  const fetchTask = (adapter: Adapter, changes: ActivityJson = {}) =>
    adapter.post(
      fixture('task-fetch', { replyToId: OPENER, value: { data: openerData }, ...changes }),
    );
  const submit = (adapter: Adapter, redress: object, changes: ActivityJson = {}) =>
    adapter.post(
      fixture('task-submit', { id: 'f:submit', value: { data: { redress } }, ...changes }),
    );
  const start = (replies: { sent: Reply }) =>
    startAdapter(async ({ payload }: InboundEvent) => {
      if (payload.kind !== 'submission') return { kind: 'form', form: SAMPLE_FORM };
      return replies.sent;
    });

  it('says what was recorded, with the reference alone; the dialog says more to its user', async () => {
    const adapter = await start({ sent: RECORDED });
    const opened = await fetchTask(adapter);
    expect(findSubmit(opened.body).opener).to.deep.equal({
      ...{ conversation: THREAD, activity: OPENER },
    });
    const sent = await submit(adapter, findSubmit(opened.body));
    expect(sent.body).to.include(TEXT);
    await adapter.teams.stop(1000);
    expect(findUpdates(adapter)).to.deep.equal([[THREAD, OPENER, TEAMS_TEXT.openerUsed('C-1001')]]);
    expect(JSON.stringify(adapter.microsoft.sends())).not.to.include('Billing');
  });

  it('says that it is done when its form was about the person’s own reminders', async () => {
    const notice = { text: 'Saved.', blocks: [] };
    const adapter = await start({ sent: { kind: 'notice', notice, isDone: true } });
    const opened = await fetchTask(adapter);
    await submit(adapter, findSubmit(opened.body));
    await adapter.teams.stop(1000);
    expect(findUpdates(adapter)).to.deep.equal([[THREAD, OPENER, TEAMS_TEXT.done]]);
  });

  it('says to which complaint the words were added, in the form that came in place of its own', async () => {
    const notice = { text: 'Added. Whoever has it is told.', blocks: [] };
    const replies: { sent: Reply } = { sent: { kind: 'form', form: SAMPLE_FORM } };
    const adapter = await start(replies);
    const adding = await submit(adapter, findSubmit((await fetchTask(adapter)).body));
    replies.sent = { kind: 'notice', notice, addedTo: 'C-1001' };
    const sent = await submit(adapter, findSubmit(adding.body), { id: 'f:submit-2' });
    expect(sent.body).to.include(notice.text);
    await adapter.teams.stop(1000);
    expect(findUpdates(adapter)).to.deep.equal([
      [THREAD, OPENER, TEAMS_TEXT.openerAdded('C-1001')],
    ]);
    expect(TEAMS_TEXT.openerAdded('C-1001')).to.equal('Added to C-1001.');
    expect(JSON.stringify(adapter.microsoft.sends())).not.to.include('Whoever');
  });

  it('stays when the answer says to send the form again', async () => {
    const notice = { text: 'Please try again.', blocks: [] };
    const adapter = await start({ sent: { kind: 'notice', notice } });
    const opened = await fetchTask(adapter);
    await submit(adapter, findSubmit(opened.body));
    await adapter.teams.stop(1000);
    expect(findUpdates(adapter)).to.deep.equal([]);
  });

  it('is updated by another process than the one that opened the form', async () => {
    const opened = await fetchTask(await start({ sent: RECORDED }));
    const restarted = await start({ sent: RECORDED });
    await submit(restarted, findSubmit(opened.body));
    await restarted.teams.stop(1000);
    expect(findUpdates(restarted)).to.have.length(1);
  });

  it('is updated after the form was corrected', async () => {
    const faults: Reply = { kind: 'faults', faults: [{ field: 'what', message: 'Say more.' }] };
    const replies: { sent: Reply } = { sent: faults };
    const adapter = await start(replies);
    const opened = await fetchTask(adapter);
    const again = await submit(adapter, findSubmit(opened.body));
    expect(findSubmit(again.body)).to.deep.include({
      opener: { conversation: THREAD, activity: OPENER },
    });
    replies.sent = RECORDED;
    await submit(adapter, findSubmit(again.body), { id: 'f:submit-2' });
    await adapter.teams.stop(1000);
    expect(findUpdates(adapter)).to.have.length(1);
  });

  it('that opened two forms names the complaint that was recorded last', async () => {
    const replies: { sent: Reply } = { sent: RECORDED };
    const adapter = await start(replies);
    const first = findSubmit((await fetchTask(adapter)).body);
    const second = findSubmit((await fetchTask(adapter, { id: 'f:fetch-2' })).body);
    await submit(adapter, first);
    replies.sent = { ...RECORDED, reference: 'C-1002' };
    await submit(adapter, second, { id: 'f:submit-2' });
    await adapter.teams.stop(1000);
    const texts = findUpdates(adapter).map(([, , text]) => text);
    expect(texts).to.deep.equal(['C-1001', 'C-1002'].map(TEAMS_TEXT.openerUsed));
  });

  it('cannot be exchanged for another message of the bot', async () => {
    const adapter = await start({ sent: RECORDED });
    const data = findSubmit((await fetchTask(adapter)).body);
    const changed = [
      { ...data, opener: { conversation: THREAD, activity: OTHER_CARD } },
      { ...data, opener: { conversation: PERSONAL, activity: OPENER } },
      { ...data, opener: undefined },
    ];
    for (const redress of changed) {
      const answer = await submit(adapter, redress, { id: `f:${JSON.stringify(redress.opener)}` });
      expect(answer.body).to.include(TEAMS_TEXT.openAgain);
    }
    await adapter.teams.stop(1000);
    expect(findUpdates(adapter)).to.deep.equal([]);
  });

  it('stays when nothing was recorded, and is no part of forms that other buttons open', async () => {
    for (const sent of [{ kind: 'none' }, { ...RECORDED, kind: 'notice' }] as const) {
      const adapter = await start({ sent });
      await submit(adapter, findSubmit((await fetchTask(adapter)).body));
      await adapter.teams.stop(1000);
      expect(findUpdates(adapter)).to.deep.equal([]);
    }
    const adapter = await start({ sent: RECORDED });
    const other = await adapter.post(fixture('task-fetch'));
    expect(findSubmit(other.body)).not.to.have.property('opener');
    await submit(adapter, findSubmit(other.body));
    await adapter.teams.stop(1000);
    expect(findUpdates(adapter)).to.deep.equal([]);
  });

  it('is left as it is when Teams does not say which message it is in, or says a complaint’s card', async () => {
    for (const replyToId of [undefined, '', 'an id with blanks', OTHER_CARD]) {
      const adapter = await start({ sent: RECORDED });
      const opened = await fetchTask(adapter, { replyToId });
      expect(findSubmit(opened.body)).not.to.have.property('opener');
      expect((await submit(adapter, findSubmit(opened.body))).body).to.include(TEXT);
      await adapter.teams.stop(1000);
      expect(findUpdates(adapter)).to.deep.equal([]);
    }
  });

  it('that cannot be updated is only logged', async () => {
    const other = await start({ sent: RECORDED });
    const refuse: typeof fetch = async (input, init) =>
      init?.method === 'PUT'
        ? Response.json({ error: { code: 'ActivityNotFoundInConversation' } }, { status: 404 })
        : other.microsoft.fetch(input, init);
    const adapter = await startAdapter(
      async ({ payload }) =>
        payload.kind === 'submission' ? RECORDED : { kind: 'form', form: SAMPLE_FORM },
      { fetch: refuse },
    );
    const opened = await fetchTask(adapter);
    expect((await submit(adapter, findSubmit(opened.body))).body).to.include(TEXT);
    await adapter.teams.stop(1000);
    expect(adapter.lines.join()).to.include('answer not sent');
  });

  it('shows the name and the words in a channel, and only the words in a personal chat', async () => {
    const adapter = await start({ sent: RECORDED });
    await adapter.post(fixture('message-mention'));
    await adapter.post(fixture('message-personal'));
    const bodies = adapter.microsoft
      .sends()
      .filter(({ method }) => method === 'POST')
      .map(({ url, body }) => [decodeURIComponent(url), body] as const);
    const [channel, personal] = [THREAD, PERSONAL].map(
      (place) => bodies.find(([url]) => url.includes(place))?.[1] ?? '',
    );
    expect(channel)
      .to.include(TEAMS_TEXT.openerBy('Ann Example'))
      .and.include('The lift is broken');
    expect(personal).to.include(TEAMS_TEXT.opener).and.include('Broken lift');
    expect(personal).not.to.include('Ann Example');
  });
});
