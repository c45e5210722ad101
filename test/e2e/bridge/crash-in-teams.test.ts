import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { findPosts, startOnMonday, VALID_ENTRIES } from '../support/intake-helpers.js';
import { listAllComplaints, openStores } from '../support/stored.js';

/** How long the bot waits for the answer; it is killed meanwhile. Ms. */
const SLOW_MS = 4000;
const WAIT_MS = 30_000;

describe('a crash while a complaint is being posted in Teams', function () {
  this.timeout(120_000);
  let harness: Harness;

  beforeEach(async () => {
    harness = await startOnMonday({ platforms: { reporter: 'teams', team: 'teams' } });
  });
  afterEach(() => harness.close());

  const posted = (where: string): readonly Post[] => findPosts(harness, where, /C-\d+/);
  const bothThere = (): boolean => ['billing', 'dm ann'].every((where) => posted(where).length > 0);

  /** Ann files a complaint; the bot is killed once `isTime` holds. Waits until the next bot has sent everything. */
  async function fileAndKillWhen(isTime: () => boolean): Promise<void> {
    const filing = new PersistentUser(harness, 'ann').fileComplaint('', VALID_ENTRIES);
    // Polls: the tenant reports no change for a request that it refused.
    const deadline = Date.now() + WAIT_MS;
    while (!isTime() && Date.now() < deadline) await pause(20);
    expect(isTime(), 'the moment came').to.equal(true);
    harness.bot.crash();
    await filing;
    await harness.bot.whenUp();
    expect(harness.bot.kills).to.equal(1);
    await harness.teams.until(() => bothThere() || undefined, 'both messages', WAIT_MS);
    await harness.lab.drain();
    await harness.bot.stop();
    const stores = await openStores(harness.store);
    const complaints = await listAllComplaints(stores);
    await stores.close();
    expect(complaints).to.have.length(1);
    expect(complaints.flatMap(({ outbox }) => outbox)).to.deep.equal([]);
  }

  it('doubles no message when the bot dies before the request reached Teams', async () => {
    // Teams refuses the token, and the bot waits for another one: nothing can have been posted.
    harness.teams.rotateKeys();
    // Each of the two deliveries may ask for a token.
    harness.teams.fault({ kind: 'slow', operation: 'token', ms: SLOW_MS, times: 2 });
    const refused = (): boolean =>
      harness.teams
        .requests()
        .some(({ operation, status }) => ['create', 'send'].includes(operation) && status === 401);
    await fileAndKillWhen(refused);
    expect([posted('billing').length, posted('dm ann').length]).to.deep.equal([1, 1]);
  });

  it('doubles only the message whose answer was still under way', async () => {
    harness.teams.fault({ kind: 'slow-reply', operation: 'create', ms: SLOW_MS });
    // By then the reporter's message has its answer, and the card in the channel has none yet.
    let since: number | undefined;
    await fileAndKillWhen(() => {
      if (bothThere()) since ??= Date.now();
      return since !== undefined && Date.now() - since > SLOW_MS / 2;
    });
    expect([posted('billing').length, posted('dm ann').length]).to.deep.equal([2, 1]);
  });
});
