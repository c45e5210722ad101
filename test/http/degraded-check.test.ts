import { expect } from 'chai';
import { createMetrics } from '../../src/http/metrics.js';
import { type Check, probeAll } from '../../src/http/readiness.js';
import { createHttpServer, type HttpServer } from '../../src/http/server.js';
import { silentLogger } from '../../src/ports/logger.js';

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
