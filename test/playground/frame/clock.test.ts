import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStateFile } from '../../../playground/frame/state-file.js';
import { eventually, type FrameHarness, openStream, startFrameHarness } from './harness.js';

const HOUR = 3_600_000;

describe('the bot’s clock in the playground’s frame', () => {
  let folder: string;
  let file: string;
  let harness: FrameHarness;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redress-frame-'));
    file = join(folder, 'frame.json');
    harness = await startFrameHarness({ file });
  });
  afterEach(async () => {
    await harness.stop();
    rmSync(folder, { recursive: true });
  });

  const moves = async () => (await harness.read('/frame/state')).moves;
  const forward = (ms: number) => harness.act('/lab/clock', { forward: ms });

  it('forwards known paths of the lab with the token, and says when the bot is down', async () => {
    expect(await harness.read('/lab/clock')).to.include({ offset: 0 });
    expect(harness.bot.asked).to.deep.equal(['GET /lab/clock']);
    for (const path of ['/lab/secrets', '/lab/settle', '/lab/complaints']) {
      expect(await harness.ask(path, {}), path).to.equal(404);
    }
    const json = { 'content-type': 'application/json' };
    expect(await harness.ask('/lab/settle', json, 'POST')).to.equal(404);
    expect(harness.bot.asked).to.have.length(1);
    harness.bot.storeAway = true;
    expect(await harness.read('/lab/nudges')).to.deep.equal({
      error: 'The database is away for a moment.',
    });
    await harness.bot.set(false);
    expect(await forward(1)).to.deep.equal({
      status: 503,
      body: { error: 'Redress is restarting…' },
    });
  });

  it('records when the clock was moved and how far it is ahead, and tells the pages', async () => {
    const stream = await openStream(harness.url);
    expect(await moves()).to.deep.equal([]);
    const before = Date.now();
    expect((await forward(HOUR)).status).to.equal(200);
    await stream.until({ kind: 'clock' });
    await forward(2 * HOUR);
    const noted = await moves();
    expect(noted.map(({ ahead }: { ahead: number }) => ahead)).to.deep.equal([HOUR, 3 * HOUR]);
    expect(noted[0].at).to.be.within(before, noted[1].at);
    expect(noted[1].at).to.be.at.most(Date.now());
    stream.stop();
  });

  it('dates a move before its effects, also for pages that read meanwhile', async () => {
    let go = (): void => undefined;
    harness.bot.sweep = () =>
      new Promise((resolve) => {
        go = resolve;
      });
    const moving = forward(HOUR);
    await eventually(() => harness.bot.ahead === HOUR, 'the move');
    const nudgedAt = Date.now();
    const [early] = await moves();
    expect(early.ahead).to.equal(HOUR);
    expect(early.at).to.be.at.most(nudgedAt);
    go();
    await moving;
    expect(await moves()).to.deep.equal([early]);
  });

  it('keeps the moves over a restart, and records moves that happened meanwhile', async () => {
    await forward(HOUR);
    const noted = await moves();
    const { ahead } = harness.bot;
    await harness.stop();
    harness = await startFrameHarness({ file });
    harness.bot.ahead = ahead;
    expect(await moves()).to.deep.equal(noted);
    harness.bot.ahead = 5 * HOUR;
    await harness.read('/lab/clock');
    const [, more] = await moves();
    expect(more.ahead).to.equal(5 * HOUR);
    expect(more.at).to.be.at.least(noted[0].at);
  });

  it('forgets the moves at a reset', async () => {
    await forward(HOUR);
    await harness.frame.clear();
    harness.bot.ahead = 0;
    expect(await moves()).to.deep.equal([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal({ moves: [], interruptions: [] });
  });

  it('refuses a damaged state file instead of dating everything wrongly', async () => {
    const damaged = join(folder, 'damaged.json');
    writeFileSync(damaged, '{"moves":');
    const error = await openStateFile(damaged).catch((thrown: Error) => thrown.message);
    expect(error).to.include('is damaged; remove it to start anew');
    const odd = { moves: [{ at: 'x' }, { at: 1, ahead: 2, more: 3 }], interruptions: [4, 'y'] };
    writeFileSync(damaged, JSON.stringify(odd));
    expect((await openStateFile(damaged)).state).to.deep.equal({
      moves: [{ at: 1, ahead: 2 }],
      interruptions: [4],
    });
  });
});
