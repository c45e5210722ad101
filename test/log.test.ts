import { expect } from 'chai';
import { RedressError } from '../src/errors.js';
import { createLogger } from '../src/log.js';

function createTestLogger(level: 'debug' | 'info' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { lines, logger: createLogger({ level, destination }) };
}

describe('the log', () => {
  it('writes one JSON object per line, with time, level, fields and message', () => {
    const { lines, logger } = createTestLogger();
    logger.warn({ complaint: 'C-1001', attempts: 3 }, 'delivery is late');
    expect(lines[0]).to.include({
      level: 'warn',
      complaint: 'C-1001',
      attempts: 3,
      msg: 'delivery is late',
    });
    expect(lines[0]?.time).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('leaves out lines below its level', () => {
    const { lines, logger } = createTestLogger();
    logger.debug({}, 'small');
    expect(lines).to.deep.equal([]);
  });

  it("redacts secrets and people's words by field name, at any depth", () => {
    const { lines, logger } = createTestLogger();
    const private_ = 'Mrs Miller is furious';
    logger.info(
      {
        token: private_,
        botToken: private_,
        signingSecret: private_,
        headers: { authorization: private_, cookie: private_, 'x-slack-signature': private_ },
        complaint: { details: { description: private_, complainant: { name: private_ } } },
        list: [{ text: private_, email: private_ }],
        body: Buffer.from(private_),
        raw: Buffer.from(private_),
        displayName: private_,
        zone: null,
        reference: null,
        map: new Map([['a', private_]]),
        hostname: 'bot-1',
        nothing: { token: null },
      },
      'x',
    );
    expect(JSON.stringify(lines)).to.not.include('Miller');
    expect(lines[0]).to.deep.include({ hostname: 'bot-1', nothing: { token: null } });
    expect(lines[0]?.raw).to.equal('[21 bytes]');
  });

  it('redacts tokens and passwords by pattern in all texts', () => {
    const { lines, logger } = createTestLogger();
    const address = 'mongodb://user:geheim@db.example/redress';
    logger.info({ reason: 'got xoxb-1-geheim and xapp-1-geheim', address }, 'x');
    expect(lines[0]).to.include({
      reason: 'got [redacted] and [redacted]',
      address: 'mongodb://[redacted]@db.example/redress',
    });
  });

  it('writes our own errors with code, message, stack and causes', () => {
    const { lines, logger } = createTestLogger();
    const cause = new RedressError('STORE_UNAVAILABLE', 'The store did not answer.');
    logger.error({ error: new RedressError('SCHEDULER', 'A job failed.', { cause }) }, 'x');
    const { error } = lines[0] as { error: Record<string, unknown> };
    expect(error).to.include({
      class: 'RedressError',
      code: 'SCHEDULER',
      message: 'A job failed.',
    });
    expect(error.stack).to.be.an('array').that.is.not.empty;
    expect(error.cause).to.include({ code: 'STORE_UNAVAILABLE' });
  });

  it('writes class, code and frames of other errors, but not their message, which may quote data', () => {
    const { lines, logger } = createTestLogger();
    const inner = Object.assign(new TypeError('bad value "Mrs Miller\n    at home"'), {
      code: 'E11000',
      keyValue: { name: 'Mrs Miller' },
    });
    const several = new AggregateError([inner], 'Mrs Miller');
    logger.error({ error: new RedressError('SCHEDULER', 'Failed.', { cause: several }) }, 'x');
    logger.error({ error: new RedressError('SCHEDULER', 'Failed.', { cause: 'Miller' }) }, 'x');
    expect(JSON.stringify(lines)).to.not.include('Miller');
    expect(lines[0]).to.have.nested.property('error.cause.errors[0].code', 'E11000');
    expect(lines[0]).to.have.nested.property('error.cause.errors[0].class', 'TypeError');
    expect(lines[1]).to.have.nested.property('error.cause', '[string]');
  });

  it('does not take a line of the message for a frame', () => {
    const { lines, logger } = createTestLogger();
    const words = 'no such user\n    at Miller (of:12:30)\n   at Miller:1:2\n  at home, Miller';
    const changed = new TypeError(words);
    changed.message = 'another message';
    const extended = new TypeError('bad');
    extended.stack = `${extended.stack}\nCaused by: Error: ${words}`;
    for (const error of [new TypeError(words), changed, extended]) logger.error({ error }, 'x');
    expect(JSON.stringify(lines)).to.not.include('Miller');
    expect(lines[0]).to.have.nested.property('error.stack').that.is.not.empty;
    expect(lines[2]).to.have.nested.property('error.stack').that.is.not.empty;
  });

  it('keeps frames in every form of V8', async () => {
    const { lines, logger } = createTestLogger();
    const error = new Error('');
    const frames = [
      'at Foo.bar [as baz] (file:///app/src/a.js:1:2)',
      'at new Foo (/app/my files/a.js:10:20)',
      'at async Promise.all.then (node:internal/x:3:4)',
      'at async file:///app/a.js:5:6',
      'at Object.<anonymous> (C:\\app\\a.js:7:8)',
      'at node:internal/main/run:9:10',
    ];
    error.stack = ['Error', ...frames, 'at async Promise.all (index 0)'].join('\n    ');
    logger.error({ error }, 'x');
    expect(lines[0]).to.have.nested.property('error.stack').that.deep.equals(frames);
  });

  it('redacts tokens and passwords in the message, at every level', () => {
    const { lines, logger } = createTestLogger('debug');
    const message = 'sent xoxb-1-geheim to mongodb://user:geheim@db.example/redress';
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]({}, message);
    expect(lines.map(({ msg }) => msg)).to.deep.equal(
      Array(4).fill('sent [redacted] to mongodb://[redacted]@db.example/redress'),
    );
  });

  it('handles circular references, deep nesting and long texts', () => {
    const { lines, logger } = createTestLogger();
    const circle: Record<string, unknown> = { long: 'x'.repeat(10_000), big: 5n };
    circle.self = circle;
    const error = new RedressError('SCHEDULER', 'x');
    error.cause = error;
    logger.info({ circle, error }, 'x');
    expect(JSON.stringify(lines).length).to.be.below(20_000);
  });
});
