import { expect } from 'chai';
import { createMetrics } from '../../src/http/metrics.js';
import { type Check, createRecordsCheck, probeAll } from '../../src/http/readiness.js';
import { createHttpServer, type HttpServer } from '../../src/http/server.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { UnreadableRecord } from '../../src/ports/unreadable-records.js';

const DEGRADED: Check = { name: 'teams', probe: () => ({ degraded: 'removed from a team' }) };

describe('a check that is degraded', () => {
  let server: HttpServer;
  let url: string;
  before(async () => {
    server = createHttpServer({
      ...{ host: '127.0.0.1', port: 0, metrics: createMetrics(), logger: silentLogger },
      ...{ checks: [{ name: 'store', probe: () => 'ok' }, DEGRADED], routes: [] },
    });
    url = `http://127.0.0.1:${await server.start()}`;
  });
  after(() => server.stop(100));

  it('is reported, and the bot is ready', async () => {
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal({
      ready: true,
      checks: { store: 'ok', teams: 'degraded: removed from a team' },
    });
  });

  it('shows in the metrics', async () => {
    const scraped = await (await fetch(`${url}/metrics`)).text();
    expect(scraped).to.contain('redress_check_ok{check="store"} 1');
    expect(scraped).to.contain('redress_check_ok{check="teams"} 0');
  });

  it('does not hide another check that fails', async () => {
    const { ready } = await probeAll([DEGRADED, { name: 'store', probe: () => 'away' }]);
    expect(ready).to.equal(false);
  });
});

describe('the check of the records', () => {
  const toRecord = (n: number): UnreadableRecord => ({
    ...{ kind: 'complaint', reference: `C-${n}`, fault: 'newer', fields: [] },
    ...{ schema: 2, knownSchema: 1 },
  });
  const probe = (count: number) => {
    const records = Array.from({ length: count }, (_, n) => toRecord(n + 1));
    return probeAll([createRecordsCheck({ all: () => records })]);
  };

  it('is ok while every record can be read', async () => {
    expect(await probe(0)).to.deep.equal({ ready: true, checks: { records: 'ok' } });
  });

  it('is degraded by one that cannot be read, named by its reference', async () => {
    const records = 'degraded: cannot be read, skipped: complaint C-1';
    expect(await probe(1)).to.deep.equal({ ready: true, checks: { records } });
  });

  it('names five, and counts the others', async () => {
    expect((await probe(7)).checks.records).to.match(/C-5 and 2 more$/);
    expect((await probe(5)).checks.records).to.match(/C-5$/);
  });
});
