import { request } from 'node:http';
import { expect } from 'chai';
import { serveSlackPage } from '../../../../playground/slack/page/routes.js';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import { call, type SlackHarness, startSlackHarness } from '../../slack/harness.js';

type Place = { readonly name: string; readonly kind: string; readonly botIn: boolean };

/** Sends a request with a browser's headers, which `fetch` cannot set. */
function ask(
  base: string,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(new URL(path, base), { method, headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.end(method === 'POST' ? '{}' : undefined);
  });
}

describe('Playground page: the server side', () => {
  let harness: SlackHarness;
  beforeEach(async () => {
    harness = await startSlackHarness({ mount: serveSlackPage });
  });
  afterEach(() => harness.stop());

  // biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
  const read = async (path: string): Promise<any> =>
    (await fetch(`${harness.slack.url}${path}`)).json();
  const act = async (deed: string, body: object) => {
    const response = await fetch(`${harness.slack.url}/page/${deed}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
    return { status: response.status, body: (await response.json()) as any };
  };
  const screenOf = (user: string, channel: string, thread = '') =>
    read(`/page/screen?user=${user}&channel=${channel}&thread=${thread}`);

  it('serves the page and its files only, and allows no other origin', async () => {
    const page = await fetch(`${harness.slack.url}/`);
    expect(await page.text()).to.include('Everything here is on this computer.');
    expect(page.headers.get('content-security-policy')).to.include("default-src 'none'");
    for (const name of ['slack/main.js', 'frame/style.css', 'slack/modal.js']) {
      const file = await fetch(`${harness.slack.url}/app/${name}`);
      expect(file.status, name).to.equal(200);
    }
    for (const path of [
      '/app/..%2f..%2fpackage.json',
      '/app/slack/none.js',
      '/app/slack/seed.ts',
      '/app/main.js',
      '/app/slack/../slack.html',
    ]) {
      expect((await fetch(`${harness.slack.url}${path}`)).status, path).to.equal(404);
    }
  });

  it('refuses foreign hosts and origins, and posts that are not JSON', async () => {
    const { url } = harness.slack;
    const port = new URL(url).port;
    const json = { 'content-type': 'application/json' };
    expect(await ask(url, '/', { host: `localhost:${port}` })).to.equal(200);
    expect(await ask(url, '/', { host: `[::1]:${port}` })).to.equal(200);
    expect(await ask(url, '/', { host: `evil.example:${port}` })).to.equal(403);
    expect(await ask(url, '/', { host: '127.0.0.1:1' })).to.equal(403);
    const foreign = { ...json, origin: 'https://evil.example' };
    expect(await ask(url, '/page/read', foreign, 'POST')).to.equal(403);
    expect(await ask(url, '/page/read', { ...json, origin: 'null' }, 'POST')).to.equal(403);
    const plain = { 'content-type': 'text/plain' };
    expect(await ask(url, '/page/read', plain, 'POST')).to.equal(403);
    expect(await ask(url, '/page/read', { ...json, origin: url }, 'POST')).to.equal(200);
    expect(await ask(url, '/page/directory', { 'sec-fetch-site': 'cross-site' })).to.equal(403);
  });

  it('shows a person only their channels and the messages they may see', async () => {
    const text = 'for the team';
    await call(harness.slack, 'chat.postMessage', { channel: CHANNELS.billing, text });
    const toBen = { channel: CHANNELS.billing, user: PEOPLE.ben, text: 'for Ben' };
    await call(harness.slack, 'chat.postEphemeral', toBen);
    const ben = await screenOf(PEOPLE.ben, CHANNELS.billing);
    expect(ben.messages.map((m: { text: string }) => m.text)).to.deep.equal([text, 'for Ben']);
    expect(ben.messages[1].onlyYou).to.equal(true);
    const lena = await screenOf(PEOPLE.lena, CHANNELS.billing);
    expect(lena.messages).to.have.length(1);
    const ann = await screenOf(PEOPLE.ann, CHANNELS.billing);
    expect(ann.channel).to.equal(null);
    expect(ann.messages).to.be.empty;
    const seen = ann.channels.map(({ name, kind, botIn }: Place) => [name, kind, botIn]);
    expect(seen).to.deep.equal([
      ['general', 'public', true],
      ['front-desk', 'private', true],
      ['social', 'public', false],
    ]);
  });

  it('counts unread messages until they are read', async () => {
    await call(harness.slack, 'chat.postMessage', { channel: CHANNELS.billing, text: 'x' });
    const unread = async () => {
      const { channels } = await screenOf(PEOPLE.ben, '');
      return channels.find((c: { id: string }) => c.id === CHANNELS.billing).unread;
    };
    expect(await unread()).to.equal(1);
    await act('read', { user: PEOPLE.ben, channel: CHANNELS.billing });
    expect(await unread()).to.equal(0);
    await act('write', { user: PEOPLE.ben, channel: CHANNELS.billing, text: 'mine' });
    expect(await unread()).to.equal(0);
  });

  it('says who replied, up to where a person has read, and what a message has besides blocks', async () => {
    const { slack } = harness;
    const attachments = [{ text: 'an old part' }];
    const root = { channel: CHANNELS.billing, text: 'root', attachments };
    const { ts } = (await call(slack, 'chat.postMessage', root)).body;
    for (const user of [PEOPLE.ben, PEOPLE.lena, PEOPLE.ben]) {
      await act('write', { user, channel: CHANNELS.billing, text: 'reply', thread: ts });
    }
    await act('read', { user: PEOPLE.ben, channel: CHANNELS.billing });
    const shown = await screenOf(PEOPLE.ben, CHANNELS.billing);
    expect(shown.messages[0].repliers).to.deep.equal([PEOPLE.ben, PEOPLE.lena]);
    expect(shown.messages[0]).to.deep.include({ attachments, subtype: null, replies: 3 });
    expect(shown.seen).to.equal(shown.messages[0].lastReply);
    expect((await screenOf(PEOPLE.cleo, CHANNELS.billing)).seen).to.equal('');
    expect((await screenOf(PEOPLE.ann, CHANNELS.billing)).seen).to.equal('');
  });

  it('knows the app’s commands and shortcuts, and who is in a group', async () => {
    const directory = await read('/page/directory');
    expect(directory.app.commands[0].command).to.equal('/complaint');
    expect(directory.groups[0].users).to.include(PEOPLE.ben);
    expect(directory).not.to.have.property('hasLab');
  });

  it('uses the app’s shortcut on a message', async () => {
    const { body } = await act('write', {
      user: PEOPLE.ben,
      channel: CHANNELS.billing,
      text: 'She was charged twice',
    });
    const on = { user: PEOPLE.ben, channel: CHANNELS.billing, ts: body.ts };
    const used = await act('shortcut', { ...on, shortcut: 'complaint' });
    expect(used.status).to.equal(200);
    const { payload } = harness.bot.last('interactive');
    expect(payload).to.include({ type: 'message_action', callback_id: 'complaint' });
    expect(payload.message.text).to.equal('She was charged twice');
    expect((await act('shortcut', { ...on, shortcut: 'other' })).status).to.equal(400);
  });

  it('writes, runs commands, presses buttons and fills in forms in a person’s name', async () => {
    const view = {
      type: 'modal',
      title: { type: 'plain_text', text: 'T' },
      submit: { type: 'plain_text', text: 'S' },
      blocks: [
        {
          type: 'input',
          block_id: 'b',
          label: { type: 'plain_text', text: 'L' },
          element: { type: 'plain_text_input', action_id: 'v' },
        },
      ],
    };
    harness.bot.answer = async ({ kind, payload }) => {
      const { trigger_id } = payload;
      if (kind === 'slash') await call(harness.slack, 'views.open', { trigger_id, view });
      return kind === 'slash' && payload.text === 'help' ? { body: { text: 'Help' } } : {};
    };
    const who = { user: PEOPLE.ann, channel: CHANNELS.general };
    const { body } = await act('slash', { ...who, text: '/complaint  late again' });
    expect(harness.bot.last('slash').payload.text).to.equal('late again');
    const shown = await screenOf(PEOPLE.ann, CHANNELS.general);
    expect(shown.modal).to.include({ id: body.modal.id, depth: 1 });
    const missing = await act('submit', { user: PEOPLE.ann, view: shown.modal.id, values: {} });
    expect(missing.body.errors).to.deep.equal({ b: 'Please complete this required field.' });
    const values = { b: { v: 'words' } };
    const sent = await act('submit', { user: PEOPLE.ann, view: shown.modal.id, values });
    expect(sent.body).to.include({ status: 'closed' });
    const state = harness.bot.last('interactive').payload.view.state.values;
    expect(state.b.v.value).to.equal('words');
  });

  it('takes no property name of an object for a person, and only text for text', async () => {
    await call(harness.slack, 'chat.postMessage', { channel: CHANNELS.billing, text: 'x' });
    for (const user of ['__proto__', 'constructor', 'nobody']) {
      expect(await screenOf(user, CHANNELS.billing), user).to.include({ modal: null, home: null });
      await act('read', { user, channel: CHANNELS.billing });
    }
    expect(harness.slack.state.reads).to.deep.equal({});
    expect(Object.getPrototypeOf(harness.slack.state.reads)).to.equal(Object.prototype);
    expect(harness.slack.state.modals).to.deep.equal({});
    const odd = { user: PEOPLE.ann, channel: CHANNELS.general, text: 5 };
    expect((await act('slash', odd)).status).to.equal(400);
    expect((await act('write', { ...odd, text: ['x'] })).status).to.equal(400);
  });

  it('says in words what is not possible', async () => {
    const who = { user: PEOPLE.ann, channel: CHANNELS.general };
    const command = await act('slash', { ...who, text: '/other' });
    expect(command).to.deep.equal({
      status: 400,
      body: { error: '/other is not a valid command.' },
    });
    const outside = await act('write', { user: PEOPLE.ann, channel: 'billing', text: 'x' });
    expect(outside.body.error).to.equal('Ann Reporter is not in #billing; join it first.');
    expect((await act('constructor', {})).status).to.equal(404);
    expect((await act('fault', { kind: 'down' })).status).to.equal(404);
  });
});
