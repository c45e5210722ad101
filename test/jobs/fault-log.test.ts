import { expect } from 'chai';
import { createFaultLog } from '../../src/jobs/fault-log.js';
import { type LogFields, silentLogger } from '../../src/ports/logger.js';

describe('the log of scheduler errors', () => {
  it('logs an error at once, then at most every 30 s with the number suppressed', () => {
    const lines: LogFields[] = [];
    let now = 0;
    const logger = { ...silentLogger, error: (fields: LogFields) => lines.push(fields) };
    const log = createFaultLog(logger, () => now);
    const cause = new Error('thrown by the test');
    log('the store is away', cause, { complaint: 'C-1' });
    for (now = 1000; now < 30_000; now += 1000) log('the store is away', cause);
    log('something else', cause);
    now = 30_000;
    log('the store is away', cause);
    now = 90_000;
    log('the store is away', cause);
    expect(lines.map(({ error: _, ...rest }) => rest)).to.deep.equal([
      { complaint: 'C-1' },
      {},
      { suppressed: 29 },
      {},
    ]);
    expect(lines[0]?.error).to.include({ code: 'SCHEDULER', cause });
  });
});
