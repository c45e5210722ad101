import { expect } from 'chai';
import { findOrCreatePerson, resolvePerson } from '../../../src/app/intake/resolve-person.js';
import { type Account, accountKey, type Person } from '../../../src/domain/organisation/person.js';
import { RedressError } from '../../../src/errors.js';
import type { EventPayload, InboundEvent } from '../../../src/ports/intake.js';
import type { PeopleStore } from '../../../src/ports/people-store.js';
import { openApp, type TestApp } from '../../support/app.js';

const TINA: Account = { platform: 'teams', workspace: 'tenant', userId: 'aad-tina' };
const CHAT = { serviceUrl: 'https://smba.example/', conversation: 'a:1', user: '29:t' };
const PROFILE = { name: 'Tina', email: 'tina@example.org', zone: null };

/** The store with one member of ours. */
function withSaveReference(
  people: PeopleStore,
  saveReference: PeopleStore['saveReference'],
): PeopleStore {
  return new Proxy(people, {
    get(target, key) {
      if (key === 'saveReference') return saveReference;
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

describe('what a gesture says of its author', () => {
  let test: TestApp;
  let gestures = 0;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const comes = (payload: EventPayload, deps: Partial<InboundEvent> = {}) => {
    gestures += 1;
    const eventId = `payload-${gestures}`;
    const said = { displayName: 'Tina', zone: null, reference: CHAT };
    return test.app.intake.handle({ eventId, account: TINA, ...said, payload, ...deps });
  };
  const tina = (): Promise<Person | undefined> => test.deps.people.findByAccount(TINA);
  const reference = async (): Promise<unknown> => (await tina())?.accounts[0]?.reference;

  const GESTURES: readonly EventPayload[] = [
    { kind: 'command', text: '' },
    { kind: 'command', text: 'help' },
    { kind: 'action', action: 'unheard-of', value: 'nothing of ours' },
    { kind: 'submission', form: 'unheard-of', context: '', values: {} },
    { kind: 'message', thread: 'no thread of ours', at: 1 },
    { kind: 'installed' },
  ];
  for (const payload of GESTURES) {
    it(`is kept, whatever the payload: ${JSON.stringify(payload)}`, async () => {
      await comes(payload);
      expect(await reference()).to.deep.equal(CHAT);
    });
  }

  it('is written when it is news, not each time', async () => {
    const remembered: unknown[] = [];
    const { people } = test.deps;
    const saveReference: typeof people.saveReference = (account, said) => {
      remembered.push(said);
      return people.saveReference(account, said);
    };
    const watched = withSaveReference(people, saveReference);
    const other = test.startAnother('second', { people: watched });
    const moved = { ...CHAT, conversation: 'a:2' };
    for (const said of [CHAT, { ...CHAT }, null, moved, moved]) {
      await resolvePerson(other.deps, {
        account: TINA,
        displayName: null,
        zone: null,
        reference: said,
      });
    }
    expect(remembered).to.deep.equal([CHAT, moved]);
  });

  it('is forgotten when they remove Redress, and kept again when they come back', async () => {
    await comes({ kind: 'installed' });
    expect(await comes({ kind: 'uninstalled' })).to.deep.equal({ kind: 'none' });
    expect(await reference()).to.equal(null);
    await comes({ kind: 'command', text: 'help' });
    expect(await reference()).to.deep.equal(CHAT);
  });

  it('makes nobody known who removes it without ever having used it', async () => {
    await comes({ kind: 'uninstalled' });
    expect(await tina()).to.equal(undefined);
  });

  it('is lost in no silence: that somebody left is thrown when it cannot be kept, for there is nobody to tell', async () => {
    await comes({ kind: 'installed' });
    const { people } = test.deps;
    const saveReference = async (): Promise<void> => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const broken = withSaveReference(people, saveReference);
    const other = test.startAnother('second', { people: broken });
    const said = { displayName: null, zone: null, reference: null };
    const payload = { kind: 'uninstalled' } as const;
    const outcome = await other.intake
      .handle({ eventId: 'e', account: TINA, ...said, payload })
      .then(
        () => 'answered',
        (error: unknown) => (error as RedressError).code,
      );
    expect(outcome).to.equal('STORE_UNAVAILABLE');
  });

  it('includes their zone, which follows them while all they have is on that platform', async () => {
    await test.deps.people.ensure(TINA, PROFILE);
    for (const zone of ['Europe/Paris', null, 'No/Such', 'Asia/Tokyo']) {
      await comes({ kind: 'command', text: 'list' }, { zone });
    }
    expect((await tina())?.zone).to.equal('Asia/Tokyo');
    const slack = { platform: 'slack', workspace: 'T1', userId: 'U-tina' } as const;
    await test.deps.people.ensure(slack, PROFILE);
    await comes({ kind: 'command', text: 'list' }, { zone: 'Europe/Rome' });
    expect((await tina())?.zone, 'two platforms do not take turns').to.equal('Asia/Tokyo');
  });

  it('does not keep anybody from being looked up who could not be yet', async () => {
    const said = { account: TINA, displayName: 'Tina', zone: 'Europe/Paris', reference: CHAT };
    const first = await resolvePerson(test.deps, said);
    expect(first).to.include({ name: 'Tina', email: null, zone: 'Europe/Paris' });
    const channel = test.channel;
    channel.profiles.set(accountKey(TINA), PROFILE);
    const channels = new Map([['teams', channel]] as const);
    const second = await resolvePerson({ ...test.deps, channels }, said);
    expect(second).to.include({ id: first.id, email: PROFILE.email, zone: 'Europe/Paris' });
  });
});

describe('who somebody is', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const nina: Account = { platform: 'slack', workspace: 'T1', userId: 'U-nina' };
  const profile = { name: 'Nina', email: 'nina@example.org', zone: 'Europe/Paris' };

  it('is asked of the platform once', async () => {
    test.channel.profiles.set(accountKey(nina), profile);
    const first = await findOrCreatePerson(test.deps, nina, 'nina');
    const second = await findOrCreatePerson(test.deps, nina, 'nina');
    expect(second).to.deep.equal(first);
    expect(first).to.include(profile);
    expect(test.channel.profileCalls).to.have.length(1);
  });

  it('is the name in the event where the platform does not answer, until it does', async () => {
    const first = await findOrCreatePerson(test.deps, nina, 'nina');
    expect(first).to.include({ name: 'nina', email: null, zone: null });
    expect((await findOrCreatePerson(test.deps, nina, 'nina')).id).to.equal(first.id);
    test.channel.profiles.set(accountKey(nina), profile);
    expect(await findOrCreatePerson(test.deps, nina, 'nina')).to.include({
      ...profile,
      id: first.id,
    });
  });

  it('is the account where the event has no name either', async () => {
    expect(await findOrCreatePerson(test.deps, nina, null)).to.include({ name: 'U-nina' });
  });

  it('is the colleague whom the settings name by e-mail', async () => {
    const named = await test.deps.people.ensureByEmail({ ...profile, zone: null });
    test.channel.profiles.set(accountKey(nina), profile);
    expect((await findOrCreatePerson(test.deps, nina, null)).id).to.equal(named.id);
  });

  it('has the name the settings give, whatever the platform calls them', async () => {
    const named = await test.deps.people.ensureByEmail({
      ...profile,
      name: 'N. Night',
      zone: null,
    });
    test.channel.profiles.set(accountKey(nina), profile);
    const found = await findOrCreatePerson(test.deps, nina, null);
    expect(found).to.include({ id: named.id, name: 'N. Night' });
    const odd: Account = { ...nina, userId: 'U-odd' };
    const listed = await test.deps.people.ensure(odd, { name: 'Odd', email: null, zone: null });
    test.channel.profiles.set(accountKey(odd), { ...profile, name: 'Boss', email: null });
    const organisation = { ...test.deps.organisation, officers: [listed.id] };
    expect(await findOrCreatePerson({ ...test.deps, organisation }, odd, null)).to.include({
      id: listed.id,
      name: 'Odd',
      zone: profile.zone,
    });
  });

  it('needs no channel of their platform', async () => {
    const elsewhere: Account = { ...nina, platform: 'teams' };
    expect(await findOrCreatePerson(test.deps, elsewhere, 'Nina')).to.include({ name: 'Nina' });
  });
});
