import { expect } from 'chai';
import { requiredScopes } from '../../../adapters/slack/scopes.js';
import type { Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, findPosts, startOnMonday } from '../support/intake-helpers.js';

/** Without `channels:read`, `groups:read`, `usergroups:read` and whatever came later. */
describe('a Slack app that was installed with the first scopes', function () {
  this.timeout(60_000);
  let harness: Harness;
  before(async () => {
    harness = await startOnMonday({ isInProcess: true, slack: { scopes: requiredScopes() } });
  });
  after(() => harness.close());

  it('says once at the start which scopes it lacks, and what each is for', async () => {
    const lines = harness.bot.output.split('\n').filter((line) => line.includes('lacks scopes'));
    expect(lines).to.have.length(1);
    const { scopes, without, remedy } = JSON.parse(lines[0] ?? '{}');
    expect(scopes).to.include.members(['channels:read', 'groups:read', 'usergroups:read']);
    expect(without.join('\n')).to.match(/^groups:read: .*private channel/m);
    expect(remedy).to.include('manifest.yml');
    const { status } = await fetch(`${harness.bot.url}/readyz`);
    expect(status).to.equal(200);
  });

  it('records, takes and resolves a complaint', async () => {
    const id = await fileComplaint(harness);
    const findCard = (): Post =>
      findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
    const ben = new PersistentUser(harness, 'ben');
    await ben.press(findCard, 'take');
    await harness.lab.settle();
    expect(findCard().text).to.include('With @Ben Baker');
    await ben.submitForm(findCard, 'resolve', {
      ...{ done: 'Billed again', delivered: 'yes', told: 'yes' },
      ...{ toldMeans: 'phone', toldWords: 'The bill is corrected.' },
    });
    await harness.lab.settle();
    expect(findCard().text).to.include('Billed again');
    expect(findPosts(harness, 'ops', /./), 'no alarm').to.deep.equal([]);
  });
});
