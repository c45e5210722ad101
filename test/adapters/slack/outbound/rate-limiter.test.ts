import { expect } from 'chai';
import { createRateLimiter } from '../../../../adapters/slack/outbound/rate-limiter.js';

describe('The rate limiter for Slack', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000_000;
  });
  const acquireMany = (count: number) => {
    const limiter = createRateLimiter(() => now);
    return Array.from({ length: count }, () => limiter.acquire('C1'));
  };

  it('allows a short burst, then one message a second', () => {
    expect(acquireMany(6).map(({ ms }) => ms)).to.deep.equal([0, 0, 0, 1000, 2000, 3000]);
  });

  it('does not queue many messages: the delivery loop keeps them', () => {
    const turns = acquireMany(20);
    expect(turns.filter(({ kind }) => kind === 'wait')).to.have.length(8);
    expect(turns.at(-1)).to.deep.equal({ kind: 'later', ms: 6000 });
  });

  it('limits each channel separately', () => {
    const limiter = createRateLimiter(() => now);
    for (let index = 0; index < 20; index += 1) limiter.acquire('C1');
    expect(limiter.acquire('C2')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('allows messages again after some time', () => {
    const limiter = createRateLimiter(() => now);
    for (let index = 0; index < 8; index += 1) limiter.acquire('C1');
    now += 8000;
    expect(limiter.acquire('C1')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('blocks a channel for as long as Slack asks', () => {
    const limiter = createRateLimiter(() => now);
    limiter.backOff('chat.postMessage', 'C1', 30_000);
    expect(limiter.acquire('C1')).to.deep.equal({ kind: 'later', ms: 30_250 });
    now += 30_250;
    expect(limiter.acquire('C1')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('keeps the turns that are reserved, and a longer block, when Slack asks for a short one', () => {
    const limiter = createRateLimiter(() => now);
    for (let index = 0; index < 6; index += 1) limiter.acquire('C1');
    limiter.backOff('chat.postMessage', 'C1', 500);
    expect(limiter.acquire('C1')).to.deep.equal({ kind: 'wait', ms: 4000 });
    limiter.backOff('chat.postMessage', 'C2', 30_000);
    limiter.backOff('chat.postMessage', 'C2', 1000);
    expect(limiter.acquire('C2')).to.deep.equal({ kind: 'later', ms: 30_250 });
  });

  it('says how long a message waits, and reserves nothing by that', () => {
    const limiter = createRateLimiter(() => now);
    for (let index = 0; index < 4; index += 1) limiter.acquire('C1');
    for (let index = 0; index < 2; index += 1) {
      expect(limiter.findWait('chat.postMessage', 'C1')).to.equal(2000);
    }
    expect(limiter.findWait('chat.postMessage', 'C2')).to.equal(0);
    expect(limiter.findWait('chat.update', 'C1')).to.equal(0);
  });

  it('holds back all updates when Slack refuses one, and no new message', () => {
    const limiter = createRateLimiter(() => now);
    limiter.backOff('chat.update', 'C1', 5000);
    expect(limiter.findWait('chat.update', 'C2')).to.equal(5250);
    expect(limiter.findWait('chat.postMessage', 'C1')).to.equal(0);
  });

  it('takes refusals of three channels at a time for a limit of the workspace', () => {
    const limiter = createRateLimiter(() => now);
    for (const channel of ['C1', 'C2']) limiter.backOff('chat.postMessage', channel, 5000);
    expect(limiter.findWait('chat.postMessage', 'C9')).to.equal(0);
    limiter.backOff('chat.postMessage', 'C3', 5000);
    expect(limiter.findWait('chat.postMessage', 'C9')).to.equal(5250);
    now += 5250;
    expect(limiter.findWait('chat.postMessage', 'C9')).to.equal(0);
  });

  it('does not take refusals of one channel, or far apart, for that', () => {
    const limiter = createRateLimiter(() => now);
    for (let index = 0; index < 5; index += 1) limiter.backOff('chat.postMessage', 'C1', 1000);
    for (const channel of ['C2', 'C3', 'C4']) {
      now += 2001;
      limiter.backOff('chat.postMessage', channel, 1000);
    }
    expect(limiter.findWait('chat.postMessage', 'C9')).to.equal(0);
  });
});
