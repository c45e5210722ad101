import { expect } from 'chai';
import type { Absence } from '../../../src/domain/inbox/absence.js';
import { type Inbox, toAbsentUntil } from '../../../src/domain/inbox/inbox.js';
import { type InboxStore, MOST_ABSENT } from '../../../src/ports/stores/inbox-store.js';
import type { UnreadableRecord, UnreadableRecords } from '../../../src/ports/unreadable-records.js';
import { NOON, type OpenStores, type StoresUnderTest } from '../complaint-store/samples.js';
import { documentStoreContract } from '../document-store/document-store.js';
import { inboxKind, sampleAbsence, sampleInbox } from './samples.js';

/** How many inboxes are written at once. */
const AT_ONCE = 50;

/** What the port `InboxStore` guarantees, on any store. `open` creates a new, empty database. */
export function inboxStoreContract(name: string, open: OpenStores): void {
  documentStoreContract(`inboxes on ${name}`, inboxKind(open));

  describe(`findAbsent of the inbox store on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    let opened: StoresUnderTest;
    let store: InboxStore;
    let unreadable: readonly UnreadableRecord[];
    beforeEach(async () => {
      opened = await open();
      const found: UnreadableRecord[] = [];
      unreadable = found;
      const reported: UnreadableRecords = {
        add: (record) => void found.push(record),
        remove: () => undefined,
        has: () => false,
        all: () => found,
      };
      store = (await opened.another({ unreadable: reported })).inboxes;
    });
    afterEach(() => opened.destroy());

    async function insertAbsent(absence: Absence | null): Promise<Inbox> {
      const inbox = sampleInbox({ absence });
      await store.insert(inbox);
      return inbox;
    }

    async function findIds(now: number): Promise<readonly string[]> {
      return (await store.findAbsent(now)).map(({ id }) => id);
    }

    it('returns whole inboxes with an absence that has not ended, with an end or without', async () => {
      const ending = await insertAbsent(sampleAbsence({ until: NOON + 10, standIn: 'p_deputy' }));
      const endless = await insertAbsent(sampleAbsence());
      const coming = await insertAbsent(sampleAbsence({ from: NOON + 5, until: NOON + 8 }));
      await insertAbsent(null);
      expect(await store.findAbsent(NOON)).to.have.deep.members([ending, endless, coming]);
    });

    it('leaves out an absence from its end on', async () => {
      const { id } = await insertAbsent(sampleAbsence({ until: NOON + 10 }));
      expect(await findIds(NOON + 9)).to.deep.equal([id]);
      expect(await findIds(NOON + 10)).to.deep.equal([]);
      expect(await findIds(NOON + 11)).to.deep.equal([]);
    });

    it('follows each change of an absence', async () => {
      const { id } = await insertAbsent(null);
      const absences = [sampleAbsence({ until: NOON + 10 }), sampleAbsence({ n: 2 }), null];
      const found: (readonly string[])[] = [];
      for (const [at, absence] of absences.entries()) {
        const set = { absence, absentUntil: toAbsentUntil(absence) };
        await store.change(id, at + 1, { set, history: [], deliveries: [], event: null });
        found.push(await findIds(NOON + 10));
      }
      expect(found).to.deep.equal([[], [id], []]);
      expect(await store.load(id)).to.include({ absence: null, absentUntil: null, version: 4 });
    });

    it('skips what cannot be read, and reports it', async () => {
      const readable = await insertAbsent(sampleAbsence());
      const newer = await insertAbsent(sampleAbsence());
      const spoilt = await insertAbsent(sampleAbsence());
      await opened.rewriteStored('inbox', newer.id, (record) => ({ ...record, schema: 9 }));
      await opened.rewriteStored('inbox', spoilt.id, (record) => ({ ...record, absence: 'yes' }));
      expect(await store.findAbsent(NOON)).to.deep.equal([readable]);
      const known = { kind: 'inbox', knownSchema: 1 };
      expect(unreadable).to.have.deep.members([
        { ...known, reference: newer.id, fault: 'newer', fields: [], schema: 9 },
        { ...known, reference: spoilt.id, fault: 'shape', fields: ['absence'], schema: 1 },
      ]);
    });

    it(`returns ${MOST_ABSENT} at most`, async function () {
      this.timeout(60_000);
      for (let n = 0; n <= MOST_ABSENT; n += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, () => insertAbsent(sampleAbsence())));
      }
      const ids = await findIds(NOON);
      expect(new Set(ids).size).to.equal(MOST_ABSENT);
      expect(ids).to.have.length(MOST_ABSENT);
    });
  });
}
