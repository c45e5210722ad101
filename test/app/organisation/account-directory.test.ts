import { expect } from 'chai';
import {
  createAccountDirectory,
  MIN_LOOKUP_INTERVAL_MS,
  SYNC_BATCH_SIZE,
  SYNC_INTERVAL_MS,
} from '../../../src/app/organisation/account-directory.js';
import type { BackgroundTasks } from '../../../src/app/scheduling/background-tasks.js';
import { accessOf, toViewer } from '../../../src/domain/complaint/permissions.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import type { Account, Person } from '../../../src/domain/organisation/person.js';
import type { Channel } from '../../../src/ports/channel.js';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { createFakeChannel, type FakeChannel } from '../../support/fake-channel.js';

const toSlackAccount = (userId: string): Account => ({
  platform: 'slack',
  workspace: 'T1',
  userId,
});
const toTeamsAccount = (userId: string): Account => ({
  platform: 'teams',
  workspace: 'tenant',
  userId,
});

/** Background tasks whose timers the test runs. */
function createFakeBackgroundTasks() {
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

describe('people without an account on a platform at start', () => {
  let test: TestApp;
  let teams: FakeChannel;
  let lookUps: string[];
  let channels: ReadonlyMap<'slack' | 'teams', Channel>;
  const workspaces = { slack: 'T1', teams: 'tenant' };
  beforeEach(async () => {
    lookUps = [];
    teams = createFakeChannel('teams');
    const slack = createFakeChannel('slack');
    const withRecordedCalls = (channel: FakeChannel): Channel => ({
      ...channel,
      findAccountByEmail: (email) => {
        lookUps.push(`${channel.platform} ${email}`);
        return channel.findAccountByEmail(email);
      },
    });
    channels = new Map([slack, teams].map((one) => [one.platform, withRecordedCalls(one)]));
    test = await openApp(undefined, { channels, workspaces }, { channel: slack });
  });
  afterEach(() => test.close());

  const createPerson = (name: string): Promise<Person & { email: string }> => {
    const email = `${name}@example.org`;
    const person = test.deps.people.ensureByEmail({ name, email, zone: null });
    return person.then((found) => ({ ...found, email }));
  };
  /** The organisation with these officers and no teams. */
  const withOfficers = (...officers: readonly Person[]): Organisation => ({
    ...test.organisation,
    teams: new Map(),
    officers: officers.map(({ id }) => id),
  });
  const findUserIds = async (id: string) =>
    (await test.deps.people.get(id))?.accounts.map(({ userId }) => userId);

  it('are looked up every ten minutes, one run after the other, even if one failed', async () => {
    const zed = await createPerson('zed');
    const { background, planned } = createFakeBackgroundTasks();
    const deps = { ...test.deps, organisation: withOfficers(zed) };
    const directory = createAccountDirectory(deps, background);
    directory.startSync();
    expect(planned.map(({ ms }) => ms)).to.deep.equal([SYNC_INTERVAL_MS]);
    expect(lookUps).to.deep.equal([]);
    const next = async () => {
      await planned
        .pop()
        ?.task()
        .catch(() => undefined);
      expect(planned).to.have.length(1);
    };
    await next();
    expect(await findUserIds(zed.id)).to.deep.equal([]);
    teams.accounts.set(zed.email, toTeamsAccount('aad-zed'));
    const { getMany } = test.deps.people;
    test.deps.people.getMany = async () => {
      throw new Error('away');
    };
    await next();
    test.deps.people.getMany = getMany;
    await next();
    expect(await findUserIds(zed.id)).to.deep.equal(['aad-zed']);
    lookUps = [];
    await next();
    expect(lookUps, 'only on platforms without an account').to.deep.equal([`slack ${zed.email}`]);
  });

  it('are looked up in batches, all of them in turn, until Redress stops', async () => {
    const names = Array.from({ length: SYNC_BATCH_SIZE + 5 }, (_, n) => `person-${n}`);
    const officers = await Promise.all(names.map((name) => createPerson(name)));
    const { background, state } = createFakeBackgroundTasks();
    const deps = { ...test.deps, organisation: withOfficers(...officers) };
    const directory = createAccountDirectory(deps, background);
    await directory.syncAll();
    expect(lookUps).to.have.length(2 * SYNC_BATCH_SIZE);
    await directory.syncAll();
    expect(new Set(lookUps)).to.have.length(2 * names.length);
    lookUps = [];
    for (let round = 0; round < 2; round += 1) await directory.syncAll();
    expect(new Set(lookUps), 'the next time round').to.have.length(2 * names.length);
    lookUps = [];
    state.isClosed = true;
    await directory.syncAll();
    expect(lookUps).to.deep.equal([]);
  });

  it('are looked up for a message, at most once a minute and with a time limit', async () => {
    const zed = await createPerson('zed');
    const { background } = createFakeBackgroundTasks();
    const directory = createAccountDirectory(test.deps, background);
    expect(await directory.findAccounts(zed.id)).to.equal(false);
    teams.accounts.set(zed.email, toTeamsAccount('aad-zed'));
    test.advance(MIN_LOOKUP_INTERVAL_MS - 1);
    expect(await directory.findAccounts(zed.id)).to.equal(false);
    expect(lookUps).to.have.length(2);
    test.advance(1);
    expect(await directory.findAccounts(zed.id)).to.equal(true);
    const hanging = { ...teams, findAccountByEmail: () => new Promise<undefined>(() => undefined) };
    const deps = { ...test.deps, channels: new Map([['teams', hanging] as const]) };
    const other = await createPerson('other');
    expect(await createAccountDirectory(deps, background, 5).findAccounts(other.id)).to.equal(
      false,
    );
  });

  it('get their messages as soon as the platform knows their address', async () => {
    const zed = await createPerson('zed');
    const organisation = { ...test.organisation, officers: [test.personId('olga'), zed.id] };
    const app = test.startAnother('second', { organisation });
    const { id } = await test.file();
    await test.settle();
    teams.accounts.set(zed.email, toTeamsAccount('aad-zed'));
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
    expect(test.channel.messagesAt('#C-ops'), 'no alarm').to.deep.equal([]);
  });

  it('get their rights without a restart, and keep the record they had before', async () => {
    const zed = await createPerson('zed');
    const organisation = { ...test.organisation, officers: [zed.id] };
    const app = test.startAnother('second', { organisation });
    const secret = await test.file('rita', { category: 'conduct' });
    const details = () =>
      app.intake.handle({
        eventId: `details ${lookUps.length}`,
        account: toSlackAccount('U-zed'),
        displayName: 'Zed',
        zone: null,
        reference: null,
        payload: { kind: 'action', action: 'details', value: secret.id },
      });
    expect(getNoticeText(await details())).to.include('No complaint that you can see');
    const stranger = await test.deps.people.findByAccount(toSlackAccount('U-zed'));
    test.channel.accounts.set(zed.email, toSlackAccount('U-zed'));
    await app.accounts.syncAll();
    expect(getForm(await details()).id).to.equal('details');
    const known = await test.deps.people.findByAccount(toSlackAccount('U-zed'));
    expect(known).to.deep.include({ id: zed.id, aliases: [stranger?.id] });
  });

  it('keep their rights when the configured record is merged later', async () => {
    const { people } = test.deps;
    const secret = await test.file('rita', { category: 'conduct' });
    const profile = { name: 'Olga', email: 'olga.o@example.org', zone: null };
    const { id } = await people.ensureByEmail(profile);
    for (const name of ['olga', 'repairs-lead', 'repairs-ann'] as const) {
      await people.merge(test.personId(name), id);
    }
    const person = await people.get(id);
    if (person === undefined) throw new Error('no person');
    const viewer = toViewer(person, test.organisation);
    expect(viewer).to.include({ person: id, isOfficer: true });
    expect([viewer.memberOf, viewer.leadOf]).to.deep.equal([['repairs'], ['repairs']]);
    expect(accessOf(viewer, secret)).to.equal('full');
    expect(getForm(await test.press('olga', 'details', secret.id)).id).to.equal('details');
    expect(getNoticeText(await test.press('zoe', 'details', secret.id))).to.include(
      'No complaint that you can see',
    );
  });
});
