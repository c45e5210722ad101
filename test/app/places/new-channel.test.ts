import { expect } from 'chai';
import type { App } from '../../../src/app/app.js';
import { hashConfiguration } from '../../../src/app/configuration/hash-configuration.js';
import { TURN_MS } from '../../../src/app/configuration/replanner.js';
import type { ComplaintId } from '../../../src/domain/complaint/facts.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { Place } from '../../../src/domain/organisation/place.js';
import type { EventPayload, Reply } from '../../../src/ports/intake.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR } from '../../support/domain.js';
import { createFakeChannel, type SendCall } from '../../support/fake-channel.js';

const OLD = '#C-repairs';
const NEW = '#C-damp';
const DAY = 24 * HOUR;
const LEAD = '@U-repairs-lead';
const isTo =
  (where: string) =>
  (call: SendCall): boolean =>
    call.to === where;

/** The organisation with another channel for the team `repairs`. */
function withRepairsIn(organisation: Organisation, place: Place): Organisation {
  const team = organisation.teams.get('repairs');
  if (team === undefined) throw new Error('no team repairs');
  return {
    ...organisation,
    teams: new Map([...organisation.teams, ['repairs', { ...team, place }]]),
  };
}

describe('open complaints of a team that has another channel in redress.yml', () => {
  let test: TestApp;
  let id: ComplaintId;
  const teams = createFakeChannel('teams');
  beforeEach(async () => {
    test = await openApp();
    await test.deps.generations.begin(hashConfiguration(test.organisation));
    ({ id } = await test.file());
    await test.settle();
  });
  afterEach(() => test.close());

  /** Starts a process with the team in this channel, as `main` does, and lets it plan again. */
  const startIn = async (channel: string, platform: Place['platform'] = 'slack'): Promise<App> => {
    const changed = withRepairsIn(test.organisation, { platform, channel });
    const { number } = await test.deps.generations.begin(hashConfiguration(changed));
    const channels = new Map([...test.deps.channels, ['teams' as const, teams]]);
    const other = test.startAnother(`bot-${number}`, {
      organisation: { ...changed, generation: number },
      channels,
    });
    await other.configuration.replanner.run();
    await test.settle();
    return other;
  };
  const send = (bot: App, name: string, payload: EventPayload): Promise<Reply> =>
    bot.intake.handle({
      eventId: `${name}/${JSON.stringify(payload)}/${test.deps.realNow()}`,
      account: test.account(name),
      displayName: null,
      zone: null,
      reference: null,
      payload,
    });
  const write = async (bot: App, slot: string): Promise<void> => {
    const thread = (await test.load(id)).refs[slot]?.key ?? '';
    test.advance(HOUR);
    await send(bot, 'repairs-ann', { kind: 'message', thread, at: test.deps.realNow() });
    await test.settle();
  };
  const cardsAt = (where: string): readonly string[] =>
    test.channel.messagesAt(where).map(({ card }) => JSON.stringify(card));
  const isFormerCard = (card: string | undefined): boolean =>
    card?.includes('has another channel now') ?? false;
  const placements = async (): Promise<readonly string[]> =>
    (await test.load(id)).placements.map(
      ({ n, as, closedAt }) => `${n} ${as} ${closedAt === null ? 'open' : 'closed'}`,
    );

  it('get a card there, and the card before says so', async () => {
    await startIn('C-damp');
    expect(cardsAt(NEW)).to.have.length(1);
    expect(cardsAt(NEW)[0]).to.include(id).and.include('"take"');
    expect(cardsAt(OLD).map(isFormerCard)).to.deep.equal([true]);
    expect(cardsAt(OLD)[0]).to.include(id).and.not.include('"take"');
    expect(await placements()).to.deep.equal(['1 former closed', '2 owner open']);
    const { history } = await test.load(id);
    const entries = history.filter(({ what }) => what === 'channel-changed');
    expect(entries.map(({ by }) => by)).to.deep.equal(['redress']);
  });

  it('tag the team on the first card only, so that many at once make no noise', async () => {
    expect(cardsAt(OLD)[0]).to.include('"team"');
    await startIn('C-damp');
    expect(cardsAt(NEW)[0]).not.to.include('"team"');
  });

  it('are moved once, however often Redress starts', async () => {
    for (let n = 0; n < 3; n += 1) await startIn('C-damp');
    expect(cardsAt(NEW)).to.have.length(1);
    expect(await placements()).to.deep.equal(['1 former closed', '2 owner open']);
  });

  it('follow one after the other', async () => {
    await test.file();
    await test.file();
    await test.settle();
    await startIn('C-damp');
    expect(cardsAt(NEW)).to.have.length(1);
    test.advance(TURN_MS);
    const bot = await startIn('C-damp');
    await bot.wakeable.sweep();
    await test.settle();
    expect(cardsAt(NEW)).to.have.length(2);
    test.advance(TURN_MS);
    await bot.wakeable.sweep();
    await test.settle();
    expect(cardsAt(NEW)).to.have.length(3);
  });

  it('are reminded of in the new thread, and what is written there counts', async () => {
    const bot = await startIn('C-damp');
    test.advance(DAY);
    await bot.wakeable.sweep();
    await test.settle();
    const { refs, lastLifeAt } = await test.load(id);
    expect(test.channel.messagesAt(`>${refs['card:2']?.key}`)).not.to.have.length(0);
    expect(test.channel.messagesAt(`>${refs['card:1']?.key}`)).to.have.length(0);
    await write(bot, 'card:2');
    expect((await test.load(id)).lastLifeAt).to.be.greaterThan(lastLifeAt);
  });

  it('tell whoever writes under the card before, once, and do not count it', async () => {
    const bot = await startIn('C-damp');
    const { lastLifeAt } = await test.load(id);
    await write(bot, 'card:1');
    await write(bot, 'card:1');
    expect((await test.load(id)).lastLifeAt).to.equal(lastLifeAt);
    const told = cardsAt('@U-repairs-ann').filter((card) => card.includes('under the old card'));
    expect(told).to.have.length(1);
  });

  it('stay where they are while the new channel refuses them, and are kept up to date there', async () => {
    const mend = test.channel.failAlways(
      { kind: 'refused', reason: 'bot-not-in-channel' },
      isTo(NEW),
    );
    const bot = await startIn('C-damp');
    expect(cardsAt(LEAD).filter((card) => card.includes('could not be posted'))).to.have.length(1);
    await send(bot, 'repairs-ann', { kind: 'action', action: 'take', value: id });
    await test.settle();
    expect(cardsAt(OLD).map(isFormerCard)).to.deep.equal([false]);
    expect(cardsAt(OLD)[0]).to.include('Name of repairs-ann');
    await write(bot, 'card:1');
    expect((await test.load(id)).lastLifeAt).to.equal(test.deps.clock.now());
    mend();
    await send(bot, 'rita', { kind: 'joined', places: [{ platform: 'slack', channel: 'C-damp' }] });
    await test.settle();
    expect(cardsAt(NEW)).to.have.length(1);
    expect(cardsAt(OLD).map(isFormerCard)).to.deep.equal([true]);
  });

  it('go on as before when the channel is changed back before they are posted', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, isTo(NEW));
    await startIn('C-damp');
    const bot = await startIn('C-repairs');
    expect(await placements()).to.deep.equal(['1 owner open', '2 former closed']);
    test.advance(DAY);
    await bot.wakeable.sweep();
    await test.settle();
    expect(cardsAt(OLD).map(isFormerCard)).to.deep.equal([false]);
    expect(test.channel.sendCalls.filter(isTo(NEW))).to.have.length(1);
    const { refs } = await test.load(id);
    expect(test.channel.messagesAt(`>${refs['card:1']?.key}`)).not.to.have.length(0);
  });

  it('get a new card in the channel before when it is changed back later', async () => {
    await startIn('C-damp');
    await startIn('C-repairs');
    expect(cardsAt(OLD).map(isFormerCard)).to.deep.equal([true, false]);
    expect(cardsAt(NEW).map(isFormerCard)).to.deep.equal([true]);
  });

  it('raise no alarm because the channel before is gone', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-archived' }, isTo(OLD));
    await startIn('C-damp');
    const { outbox, history } = await test.load(id);
    expect(outbox).to.deep.equal([]);
    expect(history.map(({ what }) => what)).not.to.include('undelivered');
    expect(test.counts.filter((count) => count.startsWith('alarms'))).to.deep.equal([]);
  });

  it('follow with the next thing that anybody does, also before they are planned again', async () => {
    const changed = withRepairsIn(test.organisation, { platform: 'slack', channel: 'C-damp' });
    const { number } = await test.deps.generations.begin(hashConfiguration(changed));
    const organisation = { ...changed, generation: number };
    const bot = test.startAnother('second', { organisation });
    await send(bot, 'repairs-ann', { kind: 'action', action: 'take', value: id });
    await test.settle();
    expect(cardsAt(NEW)).to.have.length(1);
    expect(cardsAt(NEW)[0]).to.include('Name of repairs-ann');
    await bot.configuration.replanner.run();
    await test.settle();
    expect(cardsAt(NEW)).to.have.length(1);
    const { history } = await test.load(id);
    expect(history.map(({ what, by }) => `${what} ${by}`)).to.include('channel-changed redress');
  });

  it('are not moved back by a process that has the configuration before', async () => {
    await startIn('C-damp');
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    expect(await placements()).to.deep.equal(['1 former closed', '2 owner open']);
    expect(cardsAt(OLD)).to.have.length(1);
  });

  it('close the card before with their next commit, if the process dies when the new one is posted', async () => {
    let commits = 0;
    test.interceptStore = async (member, _args, proceed) => {
      if (member !== 'change') return proceed();
      commits += 1;
      if (commits > 1) throw new Error('killed by the test');
      return proceed();
    };
    const bot = await startIn('C-damp');
    expect(await placements()).to.deep.equal(['1 former open', '2 owner open']);
    test.interceptStore = undefined;
    await send(bot, 'repairs-ann', { kind: 'action', action: 'take', value: id });
    await test.settle();
    expect(cardsAt(OLD).map(isFormerCard)).to.deep.equal([true]);
    expect(cardsAt(NEW)).to.have.length(1);
  });

  it('follow to the other platform', async () => {
    await startIn('19:damp@thread.tacv2', 'teams');
    expect(teams.messagesAt('#19:damp@thread.tacv2')).to.have.length(1);
    expect(cardsAt(OLD).map(isFormerCard)).to.deep.equal([true]);
  });

  it('stay in their channel once they are closed', async () => {
    await test.press('repairs-ann', 'take', id);
    await test.submit('repairs-ann', 'withdraw', id, { reason: 'no longer wanted' });
    await test.settle();
    expect((await test.load(id)).state).to.equal('withdrawn');
    await startIn('C-damp');
    expect(cardsAt(NEW)).to.have.length(0);
  });
});
