import { request } from 'node:http';
import { expect } from 'chai';
import Fastify, { type FastifyInstance } from 'fastify';
import { serveTeamsPage } from '../../../../playground/teams/page/routes.js';
import { CHANNELS, PEOPLE } from '../../../../playground/teams/seed.js';
import { makeTeamsTenant, type TeamsTenant } from '../../../../playground/teams/server.js';
import { type FakeBot, startFakeBot } from '../../teams/fake-bot.js';
import { APP_ID, APP_PASSWORD, card, createDialogAnswer } from '../../teams/harness.js';

// biome-ignore lint/suspicious/noExplicitAny: payloads and answers are read freely in tests
type Json = any;

const SUMMARY = { type: 'Input.Text', id: 'f.summary', label: 'What happened' };
const FORM = card([{ ...SUMMARY, isRequired: true, errorMessage: 'Say what happened.' }], {
  actions: [
    { type: 'Action.Submit', title: 'Record', data: { redress: { kind: 'submit', form: 'file' } } },
  ],
});

/** Sends a request with a browser's headers, which `fetch` cannot set. */
function ask(base: string, path: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<number>((resolve, reject) => {
    const sending = request(new URL(path, base), { method, headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.end(method === 'POST' ? '{}' : undefined);
  });
}

describe('Playground page for Teams: the server side', () => {
  let bot: FakeBot;
  let tenant: TeamsTenant;
  let server: FastifyInstance;
  let url: string;
  beforeEach(async () => {
    bot = await startFakeBot();
    const parts = await makeTeamsTenant({
      botUrl: () => bot.url,
      appId: APP_ID,
      appPassword: APP_PASSWORD,
      rate: false,
    });
    tenant = parts.tenant;
    server = Fastify({ forceCloseConnections: true });
    parts.serve(server, '/teams');
    serveTeamsPage(server, tenant);
    url = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await tenant.stop();
    await server.close();
    await bot.stop();
  });

  const read = async (path: string): Promise<Json> => (await fetch(`${url}${path}`)).json();
  const act = async (deed: string, body: object): Promise<{ status: number; body: Json }> => {
    const response = await fetch(`${url}/teams-page/${deed}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const screenOf = (user: string, conversation = '') =>
    read(`/teams-page/screen?user=${user}&conversation=${encodeURIComponent(conversation)}`);
  const opensForm = () => {
    bot.answer = ({ activity }) =>
      activity.name === 'composeExtension/fetchTask' ? createDialogAnswer(FORM) : {};
  };

  it('serves the page, its files and Microsoft’s renderer, and no other files', async () => {
    const page = await fetch(`${url}/in-teams`);
    expect(await page.text()).to.include('Everything here is on this computer.');
    expect(page.headers.get('content-security-policy')).to.include("default-src 'none'");
    for (const name of ['frame/dom.js', 'frame/style.css', 'teams/main.js', 'teams/teams.css']) {
      expect((await fetch(`${url}/app/${name}`)).status, name).to.equal(200);
    }
    const renderer = await fetch(`${url}/app/vendor/adaptivecards.js`);
    expect(renderer.headers.get('content-type')).to.include('text/javascript');
    expect(await renderer.text()).to.include('Action.Execute');
    for (const name of [
      '..%2f..%2fpackage.json',
      'teams/none.js',
      'vendor/package.json',
      'x/dom.js',
    ]) {
      expect((await fetch(`${url}/app/${name}`)).status, name).to.equal(404);
    }
  });

  it('names only files that exist, and none from another server', async () => {
    const page = await (await fetch(`${url}/in-teams`)).text();
    const named = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path]) => path ?? '');
    const files = named.filter((path) => !['/', '/in-teams', 'data:,'].includes(path));
    expect(files).to.have.length.greaterThan(5);
    for (const path of files) expect((await fetch(`${url}${path}`)).status, path).to.equal(200);
  });

  it('refuses foreign hosts and origins, and posts that are not JSON', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await ask(url, '/in-teams', { host: 'evil.example' })).to.equal(403);
    expect(await ask(url, '/teams-page/screen', { host: 'evil.example' })).to.equal(403);
    expect(await ask(url, '/teams-page/screen', { host: '127.0.0.1:1' })).to.equal(403);
    const foreign = { ...json, origin: 'https://evil.example' };
    expect(await ask(url, '/teams-page/read', foreign, 'POST')).to.equal(403);
    expect(await ask(url, '/teams-page/write', { 'content-type': 'text/plain' }, 'POST')).to.equal(
      403,
    );
    expect(await ask(url, '/teams-page/directory', { 'sec-fetch-site': 'cross-site' })).to.equal(
      403,
    );
  });

  it('names the people, the app and its commands', async () => {
    const { people, bot: app, commands } = await read('/teams-page/directory');
    expect(people.map((person: Json) => person.name)).to.include.members([
      'Ann Reporter',
      'Ben Baker',
    ]);
    expect(app).to.deep.equal({ id: tenant.botId, name: 'Redress' });
    expect(commands.map((command: Json) => command.title)).to.deep.equal([
      'complaint',
      'complaint list',
      'complaint away',
      'complaint back',
      'complaint reminders',
      'complaint help',
    ]);
  });

  it('shows posts with their replies and mentions', async () => {
    const post = await act('write', {
      user: PEOPLE.ben,
      conversation: CHANNELS.billing,
      text: '@Redress hello',
    });
    const conversation = post.body.conversation;
    await act('write', { user: PEOPLE.cleo, conversation, text: 'a reply' });
    await act('write', { user: PEOPLE.lena, conversation: CHANNELS.billing, text: 'another post' });
    const { posts, open } = await screenOf(PEOPLE.ann, CHANNELS.billing);
    expect(open).to.equal(CHANNELS.billing);
    expect(posts.map((item: Json) => item.replies.length)).to.deep.equal([1, 0]);
    expect(posts[0]).to.include({ from: PEOPLE.ben, isBot: false, text: '<at>Redress</at> hello' });
    expect(posts[0].mentions).to.deep.equal([
      { text: '<at>Redress</at>', name: 'Redress', you: false },
    ]);
    expect(posts[0].replies[0]).to.include({ from: PEOPLE.cleo, text: 'a reply', conversation });
  });

  it('shows each chat with the app to its person only, and counts unread messages', async () => {
    await act('write', { user: PEOPLE.ben, conversation: 'personal', text: 'help' });
    await act('write', { user: PEOPLE.ben, conversation: CHANNELS.billing, text: 'x' });
    const ben = await screenOf(PEOPLE.ben, 'personal');
    expect(ben.chatMessages.map((message: Json) => message.text)).to.deep.equal(['help']);
    const ann = await screenOf(PEOPLE.ann, 'personal');
    expect(ann.chatMessages).to.be.empty;
    const billing = async () => {
      const { teams } = await screenOf(PEOPLE.ann);
      return teams[0].channels.find(({ id }: Json) => id === CHANNELS.billing).unread;
    };
    expect(await billing()).to.equal(1);
    await act('read', { user: PEOPLE.ann, conversation: CHANNELS.billing });
    expect(await billing()).to.equal(0);
  });

  it('opens a form by the message extension, checks it and sends it in a person’s name', async () => {
    opensForm();
    const where = { user: PEOPLE.ann, conversation: CHANNELS.general };
    const opened = await act('extension', { ...where, command: 'complaint' });
    expect(opened.body.status).to.equal('ok');
    const { dialog: shown } = await screenOf(PEOPLE.ann, CHANNELS.general);
    expect(shown).to.include({ title: 'A form', width: 'medium' });
    expect((await screenOf(PEOPLE.ben)).dialog).to.equal(null);
    const who = { user: PEOPLE.ann, dialog: shown.id };
    const empty = await act('submit', { ...who, inputs: { 'f.summary': '' } });
    expect(empty.body).to.include({ status: 'invalid', closed: false });
    expect(Object.keys(empty.body.errors)).to.deep.equal(['f.summary']);
    const sent = await act('submit', { ...who, inputs: { 'f.summary': 'late again', odd: 7 } });
    expect(sent.body).to.include({ status: 'ok', closed: true });
    const { value } = bot.last('composeExtension/submitAction').activity;
    expect(value.data).to.include({ 'f.summary': 'late again' });
    expect(value.data).not.to.have.property('odd');
    expect((await screenOf(PEOPLE.ann)).dialog).to.equal(null);
  });

  it('closes a form without telling the bot', async () => {
    opensForm();
    const where = { user: PEOPLE.ann, conversation: 'personal', command: 'complaint' };
    const { body } = await act('extension', where);
    const before = bot.received.length;
    await act('close', { user: PEOPLE.ann, dialog: body.dialog.id });
    expect((await screenOf(PEOPLE.ann)).dialog).to.equal(null);
    expect(bot.received).to.have.length(before);
  });

  it('uses the message extension on a message', async () => {
    opensForm();
    const { body } = await act('write', {
      user: PEOPLE.ben,
      conversation: CHANNELS.billing,
      text: 'She was charged twice',
    });
    const { conversation, activity } = body;
    const on = { command: 'complaint', conversation, activity };
    const opened = await act('extension', { user: PEOPLE.ann, ...on });
    expect(opened.body.status).to.equal('ok');
    const { value } = bot.last('composeExtension/fetchTask').activity;
    expect(value.commandContext).to.equal('message');
    expect(JSON.stringify(value.messagePayload)).to.include('She was charged twice');
  });

  it('uninstalls, installs and blocks the app, and shows that state', async () => {
    const chat = async () => (await screenOf(PEOPLE.ann)).chat;
    expect(await chat()).to.include({ installed: true, blocked: false });
    await act('uninstall', { user: PEOPLE.ann });
    await act('block', { user: PEOPLE.ann });
    expect(await chat()).to.include({ installed: false, blocked: true });
    await act('install', { user: PEOPLE.ann });
    await act('unblock', { user: PEOPLE.ann });
    expect(await chat()).to.include({ installed: true, blocked: false });
    await act('remove-from-team', { user: PEOPLE.ann });
    expect((await screenOf(PEOPLE.ann)).teams[0].installed).to.equal(false);
    await act('add-to-team', { user: PEOPLE.ann });
    expect((await screenOf(PEOPLE.ann)).teams[0].installed).to.equal(true);
  });

  it('says in words what is not possible', async () => {
    const nobody = await act('write', { user: PEOPLE.ann, conversation: 'nowhere', text: 'x' });
    expect(nobody.status).to.equal(400);
    expect(nobody.body.error).to.be.a('string').that.is.not.empty;
    expect((await act('constructor', {})).status).to.equal(404);
    expect((await act('fault', { kind: 'lost-answer' })).status).to.equal(404);
    tenant.fault({ kind: 'lost-answer', operation: 'invoke' });
    opensForm();
    const where = { user: PEOPLE.ann, conversation: CHANNELS.general, command: 'complaint' };
    const lost = await act('extension', where);
    expect(lost.body).to.include({
      status: 'failed',
      error: 'Unable to reach app. Please try again.',
    });
  });
});
