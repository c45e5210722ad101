import { expect } from 'chai';
import { createInbox, type Inbox } from '../../../src/domain/inbox/inbox.js';
import type { JsonRecord } from '../../../src/storage/records/record-step.js';
import type { Stores } from '../../../src/storage/stores.js';
import type { OpenStores, StoresUnderTest } from '../complaint-store/samples.js';
import { NOON, requireValue, sampleLease, uniqueText } from '../complaint-store/samples.js';
import {
  fullInbox,
  sampleAbsence,
  sampleInbox,
  sampleInboxDelivery,
} from '../inbox-store/samples.js';
import { newAccount, newProfile } from '../people-store/samples.js';
import { MADE_UP_STEPS } from './made-up-steps.js';

/** Inboxes, people and conversation references of an older schema. */
export function otherUpgradeContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  let next: Stores;
  before(async () => {
    opened = await open();
    next = await opened.another({ steps: MADE_UP_STEPS });
  });
  after(() => opened.destroy());

  describe('an inbox of an older schema', () => {
    /** Stores an inbox in the form before the made-up step. */
    async function storeOld(): Promise<Inbox> {
      const inbox = sampleInbox({ absence: sampleAbsence(), outbox: [sampleInboxDelivery()] });
      await opened.stores.inboxes.insert(inbox);
      await opened.rewriteStored('inbox', inbox.id, ({ schema: _none, absence, ...rest }) => ({
        ...rest,
        away: absence,
      }));
      return inbox;
    }

    it('is read in its new form, and written in it with the next commit', async () => {
      const inbox = await storeOld();
      expect(await next.inboxes.load(inbox.id)).to.deep.equal(inbox);
      expect(await next.inboxes.findAbsent(NOON)).to.deep.include(inbox);
      const readStored = () => opened.readStored('inbox', inbox.id);
      expect(await readStored()).to.not.have.any.keys('schema', 'absence');
      const change = { set: { absences: 5 }, history: [], deliveries: [], event: null };
      expect(await next.inboxes.change(inbox.id, 1, change)).to.equal(true);
      expect(await next.inboxes.load(inbox.id)).to.deep.equal({
        ...inbox,
        absences: 5,
        version: 2,
      });
      const { absence } = inbox;
      expect(await readStored())
        .to.deep.include({ schema: 2, absence })
        .and.not.have.property('away');
    });

    it('of before there were morning lists is read with what holds for whoever has chosen nothing', async () => {
      const { lines, ...rest } = fullInbox();
      const inbox = {
        ...rest,
        lines: lines.map((line) => ({ ...line, urgency: 'firm' as const })),
      };
      const { inboxes } = opened.stores;
      await inboxes.insert(inbox);
      await opened.rewriteStored(
        'inbox',
        inbox.id,
        ({ settings: _1, listAt: _2, list: _3, day: _4, ...record }) => ({
          ...record,
          lines: inbox.lines.map(({ urgency: _, ...line }) => line),
        }),
      );
      const { settings, listAt, list, day } = createInbox('p_new');
      const read = { ...inbox, settings, listAt, list, day };
      expect(await inboxes.load(inbox.id)).to.deep.equal(read);
      const set = { settings: { ...settings, mostADay: 1 } };
      const change = { set, history: [], deliveries: [], event: null };
      expect(await inboxes.change(inbox.id, 1, change)).to.equal(true);
      expect(await inboxes.load(inbox.id)).to.deep.equal({ ...read, ...set, version: 2 });
    });

    it('has its message claimed before its first commit', async () => {
      const inbox = await storeOld();
      const item = requireValue(inbox.outbox[0]);
      const lease = sampleLease();
      const held = { ...item, lease: lease.token, dueAt: lease.until };
      expect(await next.inboxes.claim(inbox.id, item.id, lease)).to.deep.equal(held);
      expect(await next.inboxes.load(inbox.id)).to.deep.equal({ ...inbox, outbox: [held] });
    });
  });

  describe('a person of an older schema', () => {
    it('is read in their new form, and written in it with the next change', async () => {
      const account = newAccount();
      const person = await opened.stores.people.ensure(account, newProfile());
      await opened.rewriteStored('person', person.id, ({ schema: _none, name, ...rest }) => ({
        ...rest,
        fullName: name,
      }));
      expect(await next.people.get(person.id)).to.deep.equal(person);
      expect(await opened.readStored('person', person.id)).to.not.have.property('schema');
      await next.people.saveReference(account, { conversation: 'a:1' });
      const stored = await opened.readStored('person', person.id);
      expect(stored).to.include({ schema: 2, name: person.name });
      expect(stored).to.not.have.property('fullName');
      const [own] = (await next.people.findByAccount(account))?.accounts ?? [];
      expect(own?.reference).to.deep.equal({ conversation: 'a:1' });
    });
  });

  describe('a conversation reference of an older schema', () => {
    it('is read in its new form, and replaced by one with a number', async () => {
      const key = uniqueText('team');
      await opened.stores.references.put('teams', key, { url: 'https://a.example/' });
      const id = `teams:${key}`;
      const before = await opened.readStored('reference', id);
      expect(before).to.include({ schema: 1 });
      const upgraded = { serviceUrl: 'https://a.example/' };
      expect(await next.references.get('teams', key)).to.deep.equal(upgraded);
      expect((await next.references.all('teams')).get(key)).to.deep.equal(upgraded);
      expect(await opened.readStored('reference', id)).to.deep.equal(before);
      await next.references.put('teams', key, upgraded);
      expect(await opened.readStored('reference', id)).to.include({ schema: 2 });
      expect(await next.references.get('teams', key)).to.deep.equal(upgraded);
    });

    it('may look like a record itself', async () => {
      const key = uniqueText('team');
      const odd: JsonRecord = { schema: 9, reference: { schema: 8 } };
      await opened.stores.references.put('teams', key, odd);
      expect(await opened.stores.references.get('teams', key)).to.deep.equal(odd);
    });
  });
}
