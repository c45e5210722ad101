import { expect } from 'chai';
import { computeBound, createPostLimits } from '../../bench/stubs/post-limits.js';
import { startSlackStub } from '../../bench/stubs/slack-stub.js';

describe('the limits of the stub of Slack', () => {
  it('take a burst of three in a channel, then one a second', () => {
    const limits = createPostLimits();
    expect([1, 2, 3, 4].map(() => limits.take('C1', 0))).to.deep.equal([0, 0, 0, 1]);
    expect(limits.take('C2', 0), 'another channel').to.equal(0);
    expect(limits.take('C1', 700), 'too early').to.equal(1);
    expect(limits.take('C1', 1000)).to.equal(0);
    expect(limits.take('C1', 1000)).to.equal(1);
    expect([1, 2, 3, 4].map(() => limits.take('C1', 60_000))).to.deep.equal([0, 0, 0, 1]);
  });

  it('do not count a message as too fast that comes a little early', () => {
    const limits = createPostLimits();
    for (let n = 0; n < 3; n += 1) limits.take('C1', 0);
    expect(limits.take('C1', 800)).to.equal(0);
    expect(limits.take('C1', 1600), 'but the pace stays').to.equal(1);
  });

  it('take so many a minute in the whole workspace, and say when there is room', () => {
    const limits = createPostLimits(5);
    const times = [0, 1000, 2000, 3000, 4000];
    for (const [n, at] of times.entries()) expect(limits.take(`C${n}`, at)).to.equal(0);
    expect(limits.take('C9', 5000)).to.equal(55);
    expect(limits.take('C9', 59_000)).to.equal(1);
    expect(limits.take('C9', 60_000)).to.equal(0);
    expect(limits.take('C8', 60_000)).to.equal(1);
  });

  it('use up nothing for what they refuse', () => {
    const limits = createPostLimits();
    for (let n = 0; n < 50; n += 1) limits.take('C1', 0);
    expect(limits.take('C1', 1000)).to.equal(0);
  });

  it('leave a least time for all messages, of the busiest channel or of the workspace', () => {
    expect(computeBound(Array.from({ length: 50 }, () => 200))).to.equal(197);
    expect(computeBound([1, 10, 3])).to.equal(7);
    expect(computeBound([2])).to.equal(0);
    expect(
      computeBound(
        Array.from({ length: 50 }, () => 200),
        600,
      ),
    ).to.equal(960);
    expect(computeBound([600], 600)).to.equal(597);
    expect(computeBound([])).to.equal(0);
  });

  it('are told in the header Retry-After', async () => {
    const stub = await startSlackStub({ take: (channel) => (channel === 'C2' ? 7 : 0) });
    const post = (channel: string) =>
      fetch(`${stub.url}chat.postMessage`, {
        method: 'POST',
        body: new URLSearchParams({ channel }),
      });
    try {
      expect((await post('C1')).status).to.equal(200);
      const refused = await post('C2');
      expect(refused.status).to.equal(429);
      expect(refused.headers.get('retry-after')).to.equal('7');
      expect(stub.posts.map(({ channel }) => channel)).to.deep.equal(['C1']);
      expect(stub.refused()).to.equal(1);
    } finally {
      await stub.stop();
    }
  });
});
