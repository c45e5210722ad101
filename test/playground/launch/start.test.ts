import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type Launch, launch } from '../../../playground/launch.js';
import { type Environment, readSettings } from '../../../playground/playground-config.js';
import { probePort } from '../../../playground/ports.js';
import { CHANNELS } from '../../../playground/slack/seed.js';
import { loadConfig } from '../../../src/config/load.js';

const FAKE_BOT = fileURLToPath(new URL('../../fixtures/fake-bot.mjs', import.meta.url));
const LAUNCHER = fileURLToPath(new URL('../../../playground/start.ts', import.meta.url));

let folder: string;
let running: Launch[];

/** Polls until there is a value, or fails after 4 s. */
async function until<T>(look: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 4000;
  for (;;) {
    const seen = look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error('it did not happen within 4 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function botLog(): readonly string[] {
  try {
    return readFileSync(join(folder, 'bot.log'), 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

function botEnvironments(): readonly Record<string, string>[] {
  return botLog()
    .filter((line) => line.startsWith('start '))
    .map((line) => JSON.parse(line.slice(6)));
}

function run(environment: Environment = {}) {
  const printed: string[] = [];
  const launched = launch({
    environment: {
      PATH: process.env.PATH,
      REDRESS_DATA: folder,
      PORT: '0',
      PLAYGROUND_PORT: '0',
      FAKE_BOT_LOG: join(folder, 'bot.log'),
      ...environment,
    },
    program: { command: process.execPath, args: [FAKE_BOT] },
    print: (line) => printed.push(line),
  });
  running.push(launched);
  return { launched, printed };
}

function findUrl(printed: readonly string[]): string | undefined {
  return /http:\/\/localhost:\d+/.exec(printed.join('\n'))?.[0];
}

describe('npm start', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-start-'));
    running = [];
  });
  afterEach(async () => {
    for (const launched of running) launched.stop();
    for (const launched of running) launched.stop();
    await Promise.all(running.map((launched) => launched.ended));
    rmSync(folder, { recursive: true });
  });

  describe('with nothing configured', () => {
    it('serves the playground, and prints where it is and how to go on', async () => {
      const { printed } = run();
      const url = await until(() => findUrl(printed));
      const answer = await fetch(`${url}/api/api.test`, { method: 'POST' });
      expect(await answer.json()).to.include({ ok: true });
      expect((await fetch(`${url}/in-teams`)).status).to.equal(200);
      const keys = await fetch(`${url}/teams/openid/.well-known/openidconfiguration`);
      expect(await keys.json()).to.have.property('jwks_uri');
      const text = printed.join('\n');
      expect(text).to.include('on this computer only');
      expect(text).to.include('SLACK_BOT_TOKEN').and.to.include('MICROSOFT_APP_');
      expect(text).to.include(`${url}/in-teams`).and.to.include('Repairs in Teams');
    });

    it('gives the bot secrets, addresses on loopback and its own folder', async () => {
      const { printed } = run({ MONGODB_URI: 'mongodb://127.0.0.1:27017/x' });
      const url = await until(() => findUrl(printed));
      const [environment] = botEnvironments();
      const configFile = join(folder, 'playground', 'redress.yml');
      expect(environment).to.include({
        SLACK_API_URL: `${url.replace('localhost', '127.0.0.1')}/api/`,
        SLACK_APP_TOKEN: '',
        TEAMS_API_URL: `${url.replace('localhost', '127.0.0.1')}/teams`,
        MICROSOFT_APP_CERTIFICATE: '',
        REDRESS_DATA: join(folder, 'playground'),
        REDRESS_CONFIG: configFile,
        HOST: '127.0.0.1',
        MONGODB_URI: 'mongodb://127.0.0.1:27017/redress-playground',
        LOG_LEVEL: 'warn',
      });
      const outcome = loadConfig(environment ?? {}, (path) => readFileSync(path, 'utf8'));
      expect(outcome).to.have.property('kind', 'valid');
    });

    it('restarts the bot when it dies', async () => {
      const { printed } = run({ FAKE_BOT: 'dies once' });
      await until(() => findUrl(printed));
      expect(botEnvironments()).to.have.length(2);
      expect(printed[0]).to.equal('Redress ended (3); starting it again in 250 ms.');
    });

    it('ends when one runs on the same folder, and says where that is', async () => {
      const first = run();
      const url = await until(() => findUrl(first.printed));
      const second = run();
      expect(await second.launched.ended).to.equal(78);
      expect(second.printed.join()).to.include(`already runs at ${url}`);
    });

    it('does not restart the bot when it refuses its settings', async () => {
      const { launched, printed } = run({ FAKE_BOT: 'refuses' });
      expect(await launched.ended).to.equal(78);
      expect(printed.join()).to.include('cannot start as things are; see above.');
      expect(botEnvironments()).to.have.length(1);
    });

    it('keeps its secrets and its organisation over restarts, with a person’s changes', async () => {
      const first = run();
      await until(() => findUrl(first.printed));
      first.launched.stop();
      expect(await first.launched.ended).to.equal(0);
      const file = join(folder, 'playground', 'redress.yml');
      writeFileSync(file, '# mine');
      const second = run();
      await until(() => findUrl(second.printed));
      const [before, after] = botEnvironments();
      expect(after?.SLACK_SIGNING_SECRET).to.equal(before?.SLACK_SIGNING_SECRET);
      expect(readFileSync(file, 'utf8')).to.equal('# mine');
      expect(second.printed.join('\n')).to.include(`Your ${file} has every team in Slack`);
    });

    it('stops the bot with one SIGTERM, then the page', async () => {
      const { launched, printed } = run();
      const url = await until(() => findUrl(printed));
      launched.stop();
      expect(await launched.ended).to.equal(0);
      expect(botLog().slice(1)).to.deep.equal(['SIGTERM']);
      expect(await fetch(url).catch(() => 'gone')).to.equal('gone');
    });

    it('kills a bot that ignores SIGTERM, at the second call', async () => {
      const { launched, printed } = run({ FAKE_BOT: 'deaf' });
      await until(() => findUrl(printed));
      launched.stop();
      await until(() => botLog().find((line) => line === 'SIGTERM'));
      launched.stop();
      expect(await launched.ended).to.equal(0);
    });

    it('finishes a reset at the start when it was stopped in the middle of one', async () => {
      const own = join(folder, 'playground');
      const first = run();
      const url = await until(() => findUrl(first.printed));
      await fetch(`${url}/api/chat.postMessage`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${botEnvironments()[0]?.SLACK_BOT_TOKEN}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ channel: CHANNELS.billing, text: 'Hello' }),
      });
      first.launched.stop();
      await first.launched.ended;
      const workspace = () => JSON.parse(readFileSync(join(own, 'workspace.json'), 'utf8'));
      const before = workspace();
      expect(Object.values(before.messages).flat()).to.have.length(1);
      writeFileSync(join(own, 'redress.db'), 'half');
      writeFileSync(join(own, 'resetting'), '');
      const second = run();
      await until(() => findUrl(second.printed));
      expect(second.printed[0]).to.match(/stopped in the middle of a reset; it begins anew/);
      expect(workspace()).to.deep.include({ messages: {}, lastMicros: before.lastMicros });
      expect(readdirSync(own)).to.not.include.members(['redress.db']).and.not.include('resetting');
      expect(botEnvironments()[1]?.SLACK_BOT_TOKEN).to.equal(botEnvironments()[0]?.SLACK_BOT_TOKEN);
    });

    it('does not start with half a reset when the database is down', async () => {
      const own = join(folder, 'playground');
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, 'resetting'), '');
      writeFileSync(join(own, 'frame.json'), '{}');
      const port = await probePort(0);
      const { launched, printed } = run({ MONGODB_URI: `mongodb://localhost:${port}/` });
      expect(await launched.ended).to.equal(78);
      expect(printed.join()).to.match(/Start the database, or remove MONGODB_URI, and try again/);
      expect(readdirSync(own)).to.include.members(['resetting', 'frame.json']);
      expect(botLog()).to.deep.equal([]);
    });

    it('names the variable to set when a port is taken', async () => {
      const server = createServer();
      const port = await new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
      });
      for (const name of ['PORT', 'PLAYGROUND_PORT']) {
        const { launched, printed } = run({ [name]: String(port) });
        expect(await launched.ended).to.equal(78);
        expect(printed).to.deep.equal([
          `Port ${port} is taken by another program: end that, or set ${name} to another one, such as ${name}=${port + 100} npm start.`,
        ]);
      }
      server.close();
      expect(botLog()).to.deep.equal([]);
    });

    it('refuses settings that cannot work, in one sentence', () => {
      const why = (environment: Environment) => {
        const reading = readSettings(environment);
        return reading.kind === 'refused' ? reading.why : 'valid';
      };
      expect(why({ PORT: 'x' })).to.equal('PORT must be a number from 1 to 65535.');
      expect(why({ PLAYGROUND_PORT: '70000' })).to.match(/^PLAYGROUND_PORT must be/);
      expect(why({ PORT: '3001' })).to.match(/are both 3001/);
      for (const uri of [
        'mongodb://db.example/x',
        'mongodb://a@localhost@db.example/',
        'mongodb+srv://localhost/',
        'mongodb://localhost,db.example/',
      ]) {
        expect(why({ MONGODB_URI: uri }), uri).to.match(/^MONGODB_URI names a database/);
      }
      expect(why({ MONGODB_URI: 'mongodb://u:p@localhost:27017/redress' })).to.equal('valid');
      expect(why({})).to.equal('valid');
    });
  });

  describe('with a platform configured, also in part', () => {
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_APP_TOKEN',
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_CERTIFICATE',
    ]) {
      it(`runs only the bot when ${name} is set, and ends with its exit code`, async () => {
        const port = String(await probePort(0));
        const { launched, printed } = run({ [name]: 'something', PORT: port, HOST: '127.0.0.1' });
        await until(() => botLog()[0]);
        await until(() => (botEnvironments()[0]?.[name] === 'something' ? true : undefined));
        await untilListening(port);
        launched.stop();
        expect(await launched.ended).to.equal(5);
        expect(printed).to.deep.equal([]);
      });
    }

    it('ends with the bot’s code when the bot refuses its settings', async () => {
      const { launched } = run({ SLACK_BOT_TOKEN: 'something', FAKE_BOT: 'refuses' });
      expect(await launched.ended).to.equal(78);
      expect(botEnvironments()).to.have.length(1);
    });
  });

  it('prints a sentence and exits with 78 as a process, too', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', LAUNCHER], {
      env: { PATH: process.env.PATH, PORT: 'x', REDRESS_DATA: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, output]).to.deep.equal([78, 'PORT must be a number from 1 to 65535.\n']);
  });
});

async function untilListening(port: string): Promise<void> {
  let up = false;
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => {
        up = true;
      },
      () => undefined,
    );
  await until(() => {
    if (!up) void ask();
    return up || undefined;
  });
}
