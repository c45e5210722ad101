import { expect } from 'chai';
import {
  createAccountDirectory,
  SYNC_BATCH_SIZE,
} from '../../../src/app/organisation/account-directory.js';
import type { BackgroundTasks } from '../../../src/app/scheduling/background-tasks.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import { type Account, accountKey, type Person } from '../../../src/domain/organisation/person.js';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { createFakeChannel, type FakeChannel } from '../../support/fake-channel.js';
import { createMemoryLogger } from '../../support/memory-logger.js';

const inSlack = (userId: string): Account => ({ platform: 'slack', workspace: 'T1', userId });
const OLD = inSlack('U-ben-old');
const NEW = inSlack('U-ben-new');
const EMAIL = 'ben@example.org';

/** Background tasks that run nothing by themselves. */
const BACKGROUND: BackgroundTasks = {
  run: () => undefined,
  runLater: () => undefined,
  whenIdle: async () => undefined,
  close: () => undefined,
  isClosed: false,
};

describe('an account made anew while Redress runs', () => {
  let test: TestApp;
  let slack: FakeChannel;
  let lines: string[];
  let ben: Person;
  let organisation: Organisation;

  beforeEach(async () => {
    slack = createFakeChannel('slack');
    const channels = new Map([['slack', slack]] as const);
    const memory = createMemoryLogger();
    lines = memory.lines;
    const deps = { channels, logger: memory.logger, workspaces: { slack: 'T1', teams: null } };
    test = await openApp(undefined, deps, { channel: slack });
    ben = await test.deps.people.ensure(OLD, { name: 'Ben', email: EMAIL, zone: null });
    organisation = { ...test.organisation, officers: [ben.id] };
    setProfile(OLD, 'Ben Baker', null);
    lines.length = 0;
  });
  afterEach(() => test.close());

  const setProfile = (account: Account, name: string, email: string | null) =>
    slack.profiles.set(accountKey(account), { name, email, zone: 'UTC' });
  const deactivateOld = () => slack.deactivated.add(accountKey(OLD));
  const findAccounts = async () =>
    (await test.deps.people.get(ben.id))?.accounts.map(({ userId }) => userId);
  const clashes = () => lines.filter((line) => line.includes('another account in this workspace'));

  describe('by the look-up of people in redress.yml', () => {
    const create = () => createAccountDirectory({ ...test.deps, organisation }, BACKGROUND);
    beforeEach(() => {
      slack.accounts.set(EMAIL, NEW);
      setProfile(NEW, 'Ben Baker', EMAIL);
    });

    it('is found by the address, and gets the messages', async () => {
      const directory = create();
      await directory.syncAll();
      expect(await findAccounts(), 'while the old one is in use').to.deep.equal([OLD.userId]);
      deactivateOld();
      await directory.syncAll();
      expect(await findAccounts()).to.deep.equal([NEW.userId]);
      const officers = [test.personId('olga'), ben.id];
      const app = test.startAnother('second', { organisation: { ...organisation, officers } });
      const { id } = await test.file();
      await app.intake.handle({
        eventId: 'given',
        account: test.account('olga'),
        displayName: null,
        zone: null,
        reference: null,
        payload: { kind: 'submission', form: 'assign', context: id, values: { to: ben.id } },
      });
      await test.settle();
      expect(slack.messagesAt(`@${NEW.userId}`)).to.have.length(1);
      expect(slack.messagesAt(`@${OLD.userId}`)).to.deep.equal([]);
    });

    it('is not given to a successor with the same address, which is said once', async () => {
      setProfile(NEW, 'Carla Jones', EMAIL);
      deactivateOld();
      const directory = create();
      for (let runs = 0; runs < 3; runs += 1) await directory.renewNext();
      expect(await findAccounts()).to.deep.equal([OLD.userId]);
      expect(clashes()).to.have.length(1);
      expect(clashes()[0]).to.include('other-name').and.include(OLD.userId);
    });

    it('changes nothing when nobody has the address, or the platform does not answer', async () => {
      deactivateOld();
      slack.accounts.clear();
      const directory = create();
      for (let runs = 0; runs < 2; runs += 1) await directory.renewNext();
      const said = lines.filter((line) => line.includes('is deactivated, they get no messages'));
      expect(said).to.have.length(1);
      expect(said[0]).to.include(OLD.userId).and.not.include(EMAIL);
      slack.accounts.set(EMAIL, NEW);
      slack.checkAccount = async () => 'unknown';
      await create().renewNext();
      expect(await findAccounts()).to.deep.equal([OLD.userId]);
      expect(clashes()).to.deep.equal([]);
    });

    it('asks about one batch after the other', async () => {
      const asked: string[] = [];
      slack.checkAccount = async ({ userId }) => {
        asked.push(userId);
        return 'active';
      };
      const officers: string[] = [];
      for (let n = 0; n < SYNC_BATCH_SIZE + 3; n += 1) {
        const profile = { name: `P${n}`, email: `p${n}@example.org`, zone: null };
        officers.push((await test.deps.people.ensure(inSlack(`U-${n}`), profile)).id);
      }
      organisation = { ...test.organisation, teams: new Map(), officers };
      const directory = create();
      await directory.renewNext();
      expect(asked).to.have.length(SYNC_BATCH_SIZE);
      await directory.renewNext();
      expect(new Set(asked)).to.have.length(officers.length);
    });
  });

  describe('by its first event', () => {
    const secretOf = async () => (await test.file('rita', { category: 'conduct' })).id;
    const pressDetails = (id: string, account = NEW) =>
      test.startAnother(account.userId, { organisation }).intake.handle({
        eventId: `details by ${account.userId}`,
        account,
        displayName: 'Ben',
        zone: null,
        reference: null,
        payload: { kind: 'action', action: 'details', value: id },
      });

    it('has all rights at once', async () => {
      setProfile(NEW, 'Ben Baker', EMAIL);
      deactivateOld();
      expect(getForm(await pressDetails(await secretOf())).id).to.equal('details');
      expect(await findAccounts()).to.deep.equal([NEW.userId]);
      expect((await test.deps.people.findByAccount(NEW))?.id).to.equal(ben.id);
    });

    it('has none while the old one is in use, or with another name, which is said', async () => {
      setProfile(NEW, 'Ben Baker', EMAIL);
      const id = await secretOf();
      expect(getNoticeText(await pressDetails(id))).to.include('No complaint that you');
      expect(clashes()[0]).to.include('in-use');
      const carla = inSlack('U-carla');
      setProfile(carla, 'Carla Jones', EMAIL);
      deactivateOld();
      const answer = await pressDetails(id, carla);
      expect(getNoticeText(answer)).to.include('No complaint that you');
      expect(clashes()[1]).to.include('other-name');
      expect(await findAccounts()).to.deep.equal([OLD.userId]);
    });

    it('of somebody who is not in redress.yml changes nothing', async () => {
      organisation = { ...test.organisation, officers: [] };
      setProfile(NEW, 'Ben Baker', EMAIL);
      deactivateOld();
      await pressDetails(await secretOf());
      expect(await findAccounts()).to.deep.equal([OLD.userId]);
      expect(clashes()).to.deep.equal([]);
    });
  });
});
