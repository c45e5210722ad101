import { expect } from 'chai';
import { RedressError } from '../../src/errors.js';
import { createLogger } from '../../src/log.js';

function logged(level: 'debug' | 'info' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { lines, logger: createLogger({ level, destination }) };
}

describe('the log', () => {
  it('is one JSON object a line, with time, level, fields and message', () => {
    const { lines, logger } = logged();
    logger.warn({ complaint: 'C-1001', attempts: 3 }, 'a delivery is late');
    expect(lines[0]).to.include({
      level: 'warn',
      complaint: 'C-1001',
      attempts: 3,
      msg: 'a delivery is late',
    });
    expect(lines[0]?.time).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('leaves out what is below its level', () => {
    const { lines, logger } = logged();
    logger.debug({}, 'small');
    expect(lines).to.deep.equal([]);
  });

  it("blanks secrets and people's words by the field's name, however deep", () => {
    const { lines, logger } = logged();
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

  it('blanks tokens and passwords by their look, wherever they stand', () => {
    const { lines, logger } = logged();
    const address = 'mongodb://user:geheim@db.example/redress';
    logger.info({ reason: 'got xoxb-1-geheim and xapp-1-geheim', address }, 'x');
    expect(lines[0]).to.include({
      reason: 'got [redacted] and [redacted]',
      address: 'mongodb://[redacted]@db.example/redress',
    });
  });

  it('writes our own errors with code, message, stack and causes', () => {
    const { lines, logger } = logged();
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

  it('keeps class, code and frames of other errors, never their message, which may quote data', () => {
    const { lines, logger } = logged();
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

  it('survives circles, deep nests and long texts', () => {
    const { lines, logger } = logged();
    const circle: Record<string, unknown> = { long: 'x'.repeat(10_000), big: 5n };
    circle.self = circle;
    const error = new RedressError('SCHEDULER', 'x');
    error.cause = error;
    logger.info({ circle, error }, 'x');
    expect(JSON.stringify(lines).length).to.be.below(20_000);
  });
});
