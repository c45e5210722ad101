import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { FILLED, nextMonday } from '../support/intake-helpers.js';
import { Someone } from '../support/drivers/persistent-user.js';
import type { Post } from '../support/drivers/platform-driver.js';
import { allComplaints, openStores } from '../support/stored.js';
import { openWorld, type World } from '../support/harness.js';

/** How long the bot waits for the answer during which it is killed, ms. */
const SLOW_MS = 4000;
const WAIT_MS = 30_000;

describe('a crash while a complaint is being posted in Teams', function () {
  this.timeout(120_000);
  let world: World;

  beforeEach(async () => {
    world = await openWorld({ cast: { reporter: 'teams', team: 'teams' } });
    await world.lab.moveTo(await nextMonday(world));
  });
  afterEach(() => world.close());

  const posted = (where: string): readonly Post[] =>
    world
      .townOf('ann')
      .said()
      .filter((post) => post.where === where && /C-\d+/.test(post.says));
  const bothThere = (): boolean => ['billing', 'dm ann'].every((where) => posted(where).length > 0);

  /** Has Ann record a complaint, kills the bot at a moment, and waits until the next one has sent all. */
  async function killedWhen(isTime: () => boolean): Promise<void> {
    const filing = new Someone(world, 'ann').complains('', FILLED);
    // Polled: the tenant tells of what it keeps, and not of a request it refused.
    const deadline = Date.now() + WAIT_MS;
    while (!isTime() && Date.now() < deadline) await pause(20);
    expect(isTime(), 'the moment came').to.equal(true);
    world.bot.crash();
    await filing;
    await world.bot.whenUp();
    expect(world.bot.kills).to.equal(1);
    await world.teams.until(() => bothThere() || undefined, 'both messages', WAIT_MS);
    await world.lab.drain();
    await world.bot.stop();
    const stores = await openStores(world.store);
    const complaints = await allComplaints(stores);
    await stores.close();
    expect(complaints).to.have.length(1);
    expect(complaints.flatMap(({ outbox }) => outbox)).to.deep.equal([]);
  }

  it('doubles nothing before the request has reached Teams', async () => {
    // The token is refused, and the bot waits for another one: nothing can have been posted.
    world.teams.rotateKeys();
    // Both deliveries ask, each for its own when they meet.
    world.teams.fault({ kind: 'slow', operation: 'token', ms: SLOW_MS, times: 2 });
    const refused = (): boolean =>
      world.teams
        .requests()
        .some(({ operation, status }) => ['create', 'send'].includes(operation) && status === 401);
    await killedWhen(refused);
    expect([posted('billing').length, posted('dm ann').length]).to.deep.equal([1, 1]);
  });

  it('doubles only the message whose answer it did not live to hear', async () => {
    world.teams.fault({ kind: 'slow-reply', operation: 'create', ms: SLOW_MS });
    // The reporter's message has been answered long ago by then, the card in the channel not yet.
    let since: number | undefined;
    await killedWhen(() => {
      if (bothThere()) since ??= Date.now();
      return since !== undefined && Date.now() - since > SLOW_MS / 2;
    });
    expect([posted('billing').length, posted('dm ann').length]).to.deep.equal([2, 1]);
  });
});
