import { expect } from 'chai';
import { ignoredOutage } from '../../../../adapters/shared/outage.js';
import { createRespond } from '../../../../adapters/slack/outbound/respond.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';

describe('A response_url', () => {
  async function listRequests(url: string, apiUrl?: string): Promise<string[]> {
    const urls: string[] = [];
    const { logger } = createMemoryLogger();
    const spy: typeof fetch = async (input) => {
      urls.push(String(input));
      return new Response('ok');
    };
    const respond = createRespond({ apiUrl, logger, outage: ignoredOutage, fetch: spy });
    await respond(url, null, { text: 'x', blocks: [] });
    return urls;
  }

  it('of Slack gets the message, and so does that of a configured simulator', async () => {
    const real = 'https://hooks.slack.com/actions/T1/1/x';
    const simulated = 'http://127.0.0.1:3001/respond/x';
    expect(await listRequests(real)).to.deep.equal([real]);
    expect(await listRequests(simulated, 'http://127.0.0.1:3001/api/')).to.deep.equal([simulated]);
  });

  it('of any other origin does not', async () => {
    const others = [
      'http://hooks.slack.com/x',
      'https://hooks.slack.com.evil.example/x',
      'http://169.254.169.254/latest',
      'http://127.0.0.1:3001/respond/x',
      'no url',
    ];
    for (const url of others) expect(await listRequests(url), url).to.deep.equal([]);
  });
});
