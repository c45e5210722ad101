import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { findPrintedFaults, isAllowedWarning } from '../support/warnings.js';

const FIXTURE = 'test/fixtures/warnings/warns.fixture.ts';

const PUNYCODE = [
  '(node:7) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.',
  '    at node:punycode:3:9',
  '    at Object.<anonymous> (/app/node_modules/tr46/index.js:3:18)',
].join('\n');

const OVERFLOW = [
  '(node:7) TimeoutOverflowWarning: Infinity does not fit into a 32-bit signed integer.',
  'Timeout duration was set to 1.',
  '    at new Timeout (node:internal/timers:195:17)',
].join('\n');

describe('a warning of the process', () => {
  it('fails the test that raised it, with its stack, and no other test', function () {
    this.timeout(60_000);
    const { status, stdout } = spawnSync(
      process.execPath,
      ['node_modules/mocha/bin/mocha.js', '--reporter', 'json', FIXTURE],
      { encoding: 'utf8' },
    );
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      readonly failures: readonly { title: string; err: { message: string } }[];
    };
    expect(report.failures.map(({ title }) => title)).to.deep.equal([
      'that sets a timer for ever',
      '"after all" hook: afterAll in "{root}"',
    ]);
    expect(report.failures[0]?.err.message)
      .to.include('TimeoutOverflowWarning')
      .and.include('warns.fixture.ts');
    expect(report.failures[1]?.err.message).to.include('MadeUpWarning: at the end');
    expect(status).to.equal(2);
  });

  it('is found in a bot’s output among its log lines, with its stack', () => {
    const log = '{"level":"warn","msg":"(node:7) MadeUpWarning: quoted"}';
    const output = [log, OVERFLOW, log, '(node:7) MadeUpWarning: one line', log, ''].join('\n');
    expect(findPrintedFaults(output)).to.deep.equal([OVERFLOW, '(node:7) MadeUpWarning: one line']);
    expect(findPrintedFaults(log)).to.deep.equal([]);
  });

  it('is found like an error that nobody handled and that ended the bot', () => {
    const error = "Error: away\n    at main.js:1:1 {\n  code: 'AWAY'\n}";
    expect(findPrintedFaults(`${error}\n\nNode.js v20.20.2\n`)).to.deep.equal([error]);
  });

  it('is allowed only by its exact code and source', () => {
    expect(findPrintedFaults(PUNYCODE)).to.deep.equal([]);
    const [name, code] = ['DeprecationWarning', 'DEP0040'];
    const stack = PUNYCODE;
    expect(isAllowedWarning({ name, code, stack })).to.equal(true);
    expect(isAllowedWarning({ name, code: 'DEP0005', stack })).to.equal(false);
    expect(isAllowedWarning({ name, code, stack: 'at /app/src/main.ts:1:1' })).to.equal(false);
    expect(isAllowedWarning({ name, code })).to.equal(false);
  });
});
