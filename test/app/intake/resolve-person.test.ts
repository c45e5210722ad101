import { expect } from 'chai';
import { findOrCreatePerson, resolvePerson } from '../../../src/app/intake/resolve-person.js';
import { type Account, accountKey, type Person } from '../../../src/domain/organisation/person.js';
import { RedressError } from '../../../src/errors.js';
import type { EventPayload, InboundEvent } from '../../../src/ports/intake.js';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { openApp, type TestApp } from '../../support/app.js';

const TINA: Account = { platform: 'teams', workspace: 'tenant', userId: 'aad-tina' };
const CHAT = { serviceUrl: 'https://smba.example/', conversation: 'a:1', user: '29:t' };
const PROFILE = { name: 'Tina', email: 'tina@example.org', zone: null };

/** The store with another `saveReference`. */
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

describe('what an event says about its author', () => {
  let test: TestApp;
  let eventCount = 0;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const sendEvent = (payload: EventPayload, fields: Partial<InboundEvent> = {}) => {
    eventCount += 1;
    const eventId = `payload-${eventCount}`;
    const author = { displayName: 'Tina', zone: null, reference: CHAT };
    return test.app.intake.handle({ eventId, account: TINA, ...author, payload, ...fields });
  };
  const findTina = (): Promise<Person | undefined> => test.deps.people.findByAccount(TINA);
  const findReference = async (): Promise<unknown> => (await findTina())?.accounts[0]?.reference;

  const PAYLOADS: readonly EventPayload[] = [
    { kind: 'command', text: '' },
    { kind: 'command', text: 'help' },
    { kind: 'action', action: 'unheard-of', value: 'nothing of ours' },
    { kind: 'submission', form: 'unheard-of', context: '', values: {} },
    { kind: 'message', thread: 'no thread of ours', at: 1 },
    { kind: 'installed' },
  ];
  for (const payload of PAYLOADS) {
    it(`is saved for every payload: ${JSON.stringify(payload)}`, async () => {
      await sendEvent(payload);
      expect(await findReference()).to.deep.equal(CHAT);
    });
  }

  it('is written only when it is new', async () => {
    const saved: unknown[] = [];
    const { people } = test.deps;
    const saveReference: typeof people.saveReference = (account, reference) => {
      saved.push(reference);
      return people.saveReference(account, reference);
    };
    const watched = withSaveReference(people, saveReference);
    const other = test.startAnother('second', { people: watched });
    const moved = { ...CHAT, conversation: 'a:2' };
    for (const reference of [CHAT, { ...CHAT }, null, moved, moved]) {
      await resolvePerson(other.deps, {
        account: TINA,
        displayName: null,
        zone: null,
        reference,
      });
    }
    expect(saved).to.deep.equal([CHAT, moved]);
  });

  it('is deleted when they uninstall Redress, and saved again when they return', async () => {
    await sendEvent({ kind: 'installed' });
    expect(await sendEvent({ kind: 'uninstalled' })).to.deep.equal({ kind: 'none' });
    expect(await findReference()).to.equal(null);
    await sendEvent({ kind: 'command', text: 'help' });
    expect(await findReference()).to.deep.equal(CHAT);
  });

  it('creates no person who uninstalls Redress without having used it', async () => {
    await sendEvent({ kind: 'uninstalled' });
    expect(await findTina()).to.equal(undefined);
  });

  it('throws when an uninstall cannot be saved, because there is no reply', async () => {
    await sendEvent({ kind: 'installed' });
    const { people } = test.deps;
    const saveReference = async (): Promise<void> => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const broken = withSaveReference(people, saveReference);
    const other = test.startAnother('second', { people: broken });
    const author = { displayName: null, zone: null, reference: null };
    const payload = { kind: 'uninstalled' } as const;
    const outcome = await other.intake
      .handle({ eventId: 'e', account: TINA, ...author, payload })
      .then(
        () => 'answered',
        (error: unknown) => (error as RedressError).code,
      );
    expect(outcome).to.equal('STORE_UNAVAILABLE');
  });

  it('includes their zone, which is updated while all their accounts are on that platform', async () => {
    await test.deps.people.ensure(TINA, PROFILE);
    for (const zone of ['Europe/Paris', null, 'No/Such', 'Asia/Tokyo']) {
      await sendEvent({ kind: 'command', text: 'list' }, { zone });
    }
    expect((await findTina())?.zone).to.equal('Asia/Tokyo');
    const slack = { platform: 'slack', workspace: 'T1', userId: 'U-tina' } as const;
    await test.deps.people.ensure(slack, PROFILE);
    await sendEvent({ kind: 'command', text: 'list' }, { zone: 'Europe/Rome' });
    expect((await findTina())?.zone, 'two platforms do not overwrite each other').to.equal(
      'Asia/Tokyo',
    );
  });

  it('includes their zone if none is known, on whatever platforms they are', async () => {
    const slack = { platform: 'slack', workspace: 'T1', userId: 'U-tina' } as const;
    for (const account of [TINA, slack]) {
      await test.deps.people.ensure(account, { ...PROFILE, zone: null });
    }
    await sendEvent({ kind: 'command', text: 'list' }, { zone: 'Europe/Rome' });
    expect(await findTina()).to.deep.include({ zone: 'Europe/Rome' });
  });

  it('does not prevent a later look-up of a person who could not be looked up yet', async () => {
    const event = { account: TINA, displayName: 'Tina', zone: 'Europe/Paris', reference: CHAT };
    const first = await resolvePerson(test.deps, event);
    expect(first).to.include({ name: 'Tina', email: null, zone: 'Europe/Paris' });
    const channel = test.channel;
    channel.profiles.set(accountKey(TINA), PROFILE);
    const channels = new Map([['teams', channel]] as const);
    const second = await resolvePerson({ ...test.deps, channels }, event);
    expect(second).to.include({ id: first.id, email: PROFILE.email, zone: 'Europe/Paris' });
  });
});

describe('finding or creating a person', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const nina: Account = { platform: 'slack', workspace: 'T1', userId: 'U-nina' };
  const profile = { name: 'Nina', email: 'nina@example.org', zone: 'Europe/Paris' };

  it('asks the platform for the profile once', async () => {
    test.channel.profiles.set(accountKey(nina), profile);
    const first = await findOrCreatePerson(test.deps, nina, 'nina');
    const second = await findOrCreatePerson(test.deps, nina, 'nina');
    expect(second).to.deep.equal(first);
    expect(first).to.include(profile);
    expect(test.channel.profileCalls).to.have.length(1);
  });

  it('uses the event’s name until the platform answers', async () => {
    const first = await findOrCreatePerson(test.deps, nina, 'nina');
    expect(first).to.include({ name: 'nina', email: null, zone: null });
    expect((await findOrCreatePerson(test.deps, nina, 'nina')).id).to.equal(first.id);
    test.channel.profiles.set(accountKey(nina), profile);
    expect(await findOrCreatePerson(test.deps, nina, 'nina')).to.include({
      ...profile,
      id: first.id,
    });
  });

  it('uses the user id when the event has no name, or none that is visible', async () => {
    expect(await findOrCreatePerson(test.deps, nina, null)).to.include({ name: 'U-nina' });
    const odd: Account = { ...nina, userId: 'U-odd' };
    expect(await findOrCreatePerson(test.deps, odd, '\u3164\u200b')).to.include({ name: 'U-odd' });
  });

  it('finds the colleague whom the settings name by e-mail', async () => {
    const named = await test.deps.people.ensureByEmail({ ...profile, zone: null });
    test.channel.profiles.set(accountKey(nina), profile);
    expect((await findOrCreatePerson(test.deps, nina, null)).id).to.equal(named.id);
  });

  it('keeps the name from the settings, not that of the platform', async () => {
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

  it('works without a channel of the person’s platform', async () => {
    const elsewhere: Account = { ...nina, platform: 'teams' };
    expect(await findOrCreatePerson(test.deps, elsewhere, 'Nina')).to.include({ name: 'Nina' });
  });
});
