import { expect } from 'chai';
import {
  createAccountDirectory,
  MIN_LOOKUP_INTERVAL_MS,
  SYNC_BATCH_SIZE,
  SYNC_INTERVAL_MS,
} from '../../../src/app/organisation/account-directory.js';
import type { BackgroundTasks } from '../../../src/app/scheduling/background-tasks.js';
import { canSee, toViewer } from '../../../src/domain/complaint/permissions.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { Account, Person } from '../../../src/domain/organisation/person.js';
import type { Channel } from '../../../src/ports/channel.js';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { createFakeChannel, type FakeChannel } from '../../support/fake-channel.js';

const inSlack = (userId: string): Account => ({ platform: 'slack', workspace: 'T1', userId });
const inTeams = (userId: string): Account => ({ platform: 'teams', workspace: 'tenant', userId });

/** A background whose timers are run by hand. */
function fakeBackground() {
  const planned: { ms: number; task: () => Promise<void> }[] = [];
  const state = { isClosed: false };
  const background: BackgroundTasks = {
    run: () => undefined,
    runLater: (_key, ms, _what, task) => void planned.push({ ms, task }),
    whenIdle: async () => undefined,
    close: () => undefined,
    get isClosed() {
      return state.isClosed;
    },
  };
  return { background, planned, state };
}

describe('colleagues who had no account on a platform when Redress started', () => {
  let test: TestApp;
  let teams: FakeChannel;
  let asked: string[];
  let channels: ReadonlyMap<'slack' | 'teams', Channel>;
  const workspaces = { slack: 'T1', teams: 'tenant' };
  beforeEach(async () => {
    asked = [];
    teams = createFakeChannel('teams');
    const slack = createFakeChannel('slack');
    const noting = (channel: FakeChannel): Channel => ({
      ...channel,
      findAccountByEmail: (email) => {
        asked.push(`${channel.platform} ${email}`);
        return channel.findAccountByEmail(email);
      },
    });
    channels = new Map([slack, teams].map((one) => [one.platform, noting(one)]));
    test = await openApp(undefined, { channels, workspaces }, { channel: slack });
  });
  afterEach(() => test.close());

  const someone = (name: string): Promise<Person & { email: string }> => {
    const email = `${name}@example.org`;
    const person = test.deps.people.ensureByEmail({ name, email, zone: null });
    return person.then((found) => ({ ...found, email }));
  };
  /** The organisation with these officers and no other people. */
  const led = (...officers: readonly Person[]): Organisation => ({
    ...test.organisation,
    teams: new Map(),
    officers: officers.map(({ id }) => id),
  });
  const idsOf = async (id: string) =>
    (await test.deps.people.get(id))?.accounts.map(({ userId }) => userId);

  it('are looked up every ten minutes, one run after the other, also when one failed', async () => {
    const zed = await someone('zed');
    const { background, planned } = fakeBackground();
    const deps = { ...test.deps, organisation: led(zed) };
    const finder = createAccountDirectory(deps, background);
    finder.startSync();
    expect(planned.map(({ ms }) => ms)).to.deep.equal([SYNC_INTERVAL_MS]);
    expect(asked).to.deep.equal([]);
    const next = async () => {
      await planned
        .pop()
        ?.task()
        .catch(() => undefined);
      expect(planned).to.have.length(1);
    };
    await next();
    expect(await idsOf(zed.id)).to.deep.equal([]);
    teams.accounts.set(zed.email, inTeams('aad-zed'));
    const { getMany } = test.deps.people;
    test.deps.people.getMany = async () => {
      throw new Error('away');
    };
    await next();
    test.deps.people.getMany = getMany;
    await next();
    expect(await idsOf(zed.id)).to.deep.equal(['aad-zed']);
    asked = [];
    await next();
    expect(asked, 'only where they have none yet').to.deep.equal([`slack ${zed.email}`]);
  });

  it('are looked up a few at a time, all of them in turn, and no more once Redress stops', async () => {
    const names = Array.from({ length: SYNC_BATCH_SIZE + 5 }, (_, n) => `person-${n}`);
    const officers = await Promise.all(names.map((name) => someone(name)));
    const { background, state } = fakeBackground();
    const deps = { ...test.deps, organisation: led(...officers) };
    const finder = createAccountDirectory(deps, background);
    await finder.syncAll();
    expect(asked).to.have.length(2 * SYNC_BATCH_SIZE);
    await finder.syncAll();
    expect(new Set(asked)).to.have.length(2 * names.length);
    asked = [];
    state.isClosed = true;
    await finder.syncAll();
    expect(asked).to.deep.equal([]);
  });

  it('are looked up at once for a message, not more often than once a minute, and not for long', async () => {
    const zed = await someone('zed');
    const { background } = fakeBackground();
    const finder = createAccountDirectory(test.deps, background);
    expect(await finder.findAccounts(zed.id)).to.equal(false);
    teams.accounts.set(zed.email, inTeams('aad-zed'));
    test.advance(MIN_LOOKUP_INTERVAL_MS - 1);
    expect(await finder.findAccounts(zed.id)).to.equal(false);
    expect(asked).to.have.length(2);
    test.advance(1);
    expect(await finder.findAccounts(zed.id)).to.equal(true);
    const hanging = { ...teams, findAccountByEmail: () => new Promise<undefined>(() => undefined) };
    const deps = { ...test.deps, channels: new Map([['teams', hanging] as const]) };
    const other = await someone('other');
    expect(await createAccountDirectory(deps, background, 5).findAccounts(other.id)).to.equal(
      false,
    );
  });

  it('get what is sent to them as soon as their platform knows them', async () => {
    const zed = await someone('zed');
    const organisation = { ...test.organisation, officers: [test.personId('olga'), zed.id] };
    const app = test.startAnother('second', { organisation });
    const { id } = await test.file();
    await test.settle();
    teams.accounts.set(zed.email, inTeams('aad-zed'));
    await app.intake.handle({
      eventId: 'given',
      account: test.account('olga'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'submission', form: 'assign', context: id, values: { to: zed.id } },
    });
    await test.settle();
    expect(teams.messagesAt('@aad-zed')).to.have.length(1);
    expect(test.channel.messagesAt('#C-ops'), 'nobody is alarmed').to.deep.equal([]);
  });

  it('get their rights without a restart, also for what they did as strangers', async () => {
    const zed = await someone('zed');
    const organisation = { ...test.organisation, officers: [zed.id] };
    const app = test.startAnother('second', { organisation });
    const secret = await test.file('rita', { category: 'conduct' });
    const details = () =>
      app.intake.handle({
        eventId: `details ${asked.length}`,
        account: inSlack('U-zed'),
        displayName: 'Zed',
        zone: null,
        reference: null,
        payload: { kind: 'action', action: 'details', value: secret.id },
      });
    expect(getNoticeText(await details())).to.include('No complaint that you can see');
    const stranger = await test.deps.people.findByAccount(inSlack('U-zed'));
    test.channel.accounts.set(zed.email, inSlack('U-zed'));
    await app.accounts.syncAll();
    expect(getForm(await details()).id).to.equal('details');
    const known = await test.deps.people.findByAccount(inSlack('U-zed'));
    expect(known).to.deep.include({ id: zed.id, aliases: [stranger?.id] });
  });

  it('keep the rights of the id the organisation has when that record is merged later', async () => {
    const { people } = test.deps;
    const secret = await test.file('rita', { category: 'conduct' });
    const profile = { name: 'Olga', email: 'olga.o@example.org', zone: null };
    const { id } = await people.ensureByEmail(profile);
    for (const name of ['olga', 'repairs-lead', 'repairs-ann'] as const) {
      await people.merge(test.personId(name), id);
    }
    const person = await people.get(id);
    if (person === undefined) throw new Error('nobody');
    const viewer = toViewer(person, test.organisation);
    expect(viewer).to.include({ person: id, isOfficer: true });
    expect([viewer.memberOf, viewer.leadOf]).to.deep.equal([['repairs'], ['repairs']]);
    expect(canSee(viewer, secret)).to.equal(true);
    expect(getForm(await test.press('olga', 'details', secret.id)).id).to.equal('details');
    expect(getNoticeText(await test.press('zoe', 'details', secret.id))).to.include(
      'No complaint that you can see',
    );
  });
});
