import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStateFile } from '../../../playground/frame/state-file.js';
import { eventually, type FrameRoom, openFrameRoom, openStream } from './harness.js';

const HOUR = 3_600_000;

describe('the frame of the playground: the bot’s clock', () => {
  let folder: string;
  let file: string;
  let room: FrameRoom;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redress-frame-'));
    file = join(folder, 'frame.json');
    room = await openFrameRoom({ file });
  });
  afterEach(async () => {
    await room.stop();
    rmSync(folder, { recursive: true });
  });

  const moves = async () => (await room.read('/frame/state')).moves;
  const forward = (ms: number) => room.act('/lab/clock', { forward: ms });

  it('passes the lab on with the token, only its known paths, and says when the bot is away', async () => {
    expect(await room.read('/lab/clock')).to.include({ offset: 0 });
    expect(room.bot.asked).to.deep.equal(['GET /lab/clock']);
    for (const path of ['/lab/secrets', '/lab/settle', '/lab/complaints']) {
      expect(await room.ask(path, {}), path).to.equal(404);
    }
    const json = { 'content-type': 'application/json' };
    expect(await room.ask('/lab/settle', json, 'POST')).to.equal(404);
    expect(room.bot.asked).to.have.length(1);
    room.bot.storeAway = true;
    expect(await room.read('/lab/nudges')).to.deep.equal({
      error: 'The database is away for a moment.',
    });
    await room.bot.set(false);
    expect(await forward(1)).to.deep.equal({
      status: 503,
      body: { error: 'Redress is restarting…' },
    });
  });

  it('notes when the clock was moved and how far it is ahead since, and tells the pages', async () => {
    const stream = await openStream(room.url);
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

  it('dates a move from before what it set off, also for pages that look meanwhile', async () => {
    let go = (): void => undefined;
    room.bot.sweep = () =>
      new Promise((resolve) => {
        go = resolve;
      });
    const moving = forward(HOUR);
    await eventually(() => room.bot.ahead === HOUR, 'the move');
    const nudgedAt = Date.now();
    const [early] = await moves();
    expect(early.ahead).to.equal(HOUR);
    expect(early.at).to.be.at.most(nudgedAt);
    go();
    await moving;
    expect(await moves()).to.deep.equal([early]);
  });

  it('keeps the moves over a restart, and notes what moved the clock meanwhile', async () => {
    await forward(HOUR);
    const noted = await moves();
    const { ahead } = room.bot;
    await room.stop();
    room = await openFrameRoom({ file });
    room.bot.ahead = ahead;
    expect(await moves()).to.deep.equal(noted);
    room.bot.ahead = 5 * HOUR;
    await room.read('/lab/clock');
    const [, more] = await moves();
    expect(more.ahead).to.equal(5 * HOUR);
    expect(more.at).to.be.at.least(noted[0].at);
  });

  it('forgets the moves with a reset', async () => {
    await forward(HOUR);
    await room.frame.clear();
    room.bot.ahead = 0;
    expect(await moves()).to.deep.equal([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal({ moves: [], interruptions: [] });
  });

  it('refuses a damaged book instead of dating everything wrongly', async () => {
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
