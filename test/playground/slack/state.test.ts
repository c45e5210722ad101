import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { call, type SlackHarness, startSlackHarness } from './harness.js';

describe('Playground Slack: state over restarts', () => {
  let folder: string;
  let harness: SlackHarness | undefined;
  const file = () => join(folder, 'deep', 'workspace.json');
  const open = async (): Promise<SlackHarness> => {
    harness = await startSlackHarness({ file: file() });
    return harness;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workspace-'));
  });
  afterEach(async () => {
    await harness?.stop();
    harness = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  it('has a message on disk before the bot gets the answer that it was posted', async () => {
    const { slack } = await open();
    for (let n = 0; n < 5; n += 1) {
      await call(slack, 'chat.postMessage', { channel: CHANNELS.billing, text: `m${n}` });
      const saved = JSON.parse(await readFile(file(), 'utf8'));
      expect(saved.messages[CHANNELS.billing]).to.have.length(n + 1);
    }
    expect(await readdir(join(folder, 'deep'))).to.deep.equal(['workspace.json']);
  });

  it('has every message on disk when many are posted at once', async () => {
    const { slack } = await open();
    const posts = Array.from({ length: 20 }, (_item, n) =>
      call(slack, 'chat.postMessage', { channel: CHANNELS.billing, text: `m${n}` }),
    );
    await Promise.all(posts);
    const saved = JSON.parse(await readFile(file(), 'utf8'));
    expect(saved.messages[CHANNELS.billing]).to.have.length(20);
  });

  it('continues after a restart, with timestamps that never repeat', async () => {
    const first = await open();
    const posted = await first.slack.write(PEOPLE.ben, 'billing', 'before');
    first.slack.deactivate(PEOPLE.cleo);
    const dm = first.slack.openApp(PEOPLE.ann);
    await first.stop();
    const second = await open();
    expect(second.slack.messages('billing').map((m) => m.text)).to.deep.equal(['before']);
    expect(second.slack.person(PEOPLE.cleo)?.deleted).to.equal(true);
    expect(second.slack.openApp(PEOPLE.ann)).to.equal(dm);
    const { ts } = await second.slack.write(PEOPLE.ben, 'billing', 'after');
    expect(ts > posted.ts).to.equal(true);
  });

  it('refuses a foreign file instead of overwriting it', async () => {
    const other = join(folder, 'other.json');
    await writeFile(other, '{"version": 99}');
    const error = await startSlackHarness({ file: other }).catch((caught: Error) => caught);
    expect(error).to.be.an('error').with.property('message').that.includes('version 1');
    expect(await readFile(other, 'utf8')).to.equal('{"version": 99}');
  });
});
