import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type Launch, launch } from '../../../playground/launch.js';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const DAY = 86_400_000;

let folder: string;
let printed: string[];
let launched: Launch;

/** The playground's URL, as soon as it prints it; fails after a minute. */
async function address(): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const url = /http:\/\/localhost:\d+/.exec(printed.join('\n'))?.[0];
    if (url !== undefined) return url;
    if (Date.now() > deadline) throw new Error('The playground did not start within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
async function ask(url: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(url + path, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', connection: 'close' },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

describe('the playground with the real bot', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-reset-real-'));
    printed = [];
    launched = launch({
      environment: {
        PATH: process.env.PATH,
        REDRESS_DATA: folder,
        PORT: '0',
        PLAYGROUND_PORT: '0',
        LOG_LEVEL: 'error',
      },
      program: { command: process.execPath, args: ['--import', 'tsx', MAIN] },
      print: (line) => printed.push(line),
    });
  });
  afterEach(async () => {
    launched.stop();
    await launched.ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it('makes samples, moves its clock, resets everything, and can start again', async function () {
    this.timeout(150_000);
    const url = await address();
    for (const _round of ['once', 'again']) {
      await ask(url, '/lab/clock', { forward: DAY });
      await ask(url, '/frame/samples', {});
      const full = await ask(url, '/frame/state');
      expect(full.samples).to.equal('there');
      const first = full.complaints.map(({ reference }: { reference: string }) => reference)[0];
      expect(full.complaints.map(({ sample }: { sample: boolean }) => sample)).to.deep.equal([
        true,
        true,
        true,
      ]);
      expect(first).to.equal('C-1001');
      await ask(url, '/frame/reset', {});
      expect(await ask(url, '/frame/state')).to.deep.include({
        botUp: true,
        complaints: [],
        samples: 'none',
      });
      const { now } = await ask(url, '/lab/clock');
      expect(Math.abs(now - Date.now())).to.be.below(DAY / 2);
    }
    expect(printed.join('\n'), 'a reset is no death').to.not.include('Redress ended');
  });
});
