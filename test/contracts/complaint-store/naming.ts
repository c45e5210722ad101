import { expect } from 'chai';
import { commit } from '../../../src/app/scheduling/commit.js';
import { decide } from '../../../src/domain/commands/decide.js';
import type { PersonCommand } from '../../../src/domain/complaint/command.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import { asActor, createOrganisation, filed, MONDAY, WHO } from '../../support/domain.js';
import { createMeterRecorder } from '../../support/recorders.js';
import { type OpenStores, requireValue, type StoresUnderTest, uniqueText } from './samples.js';

const ROUNDS = 8;

/** Somebody is named as whom a complaint is about while they take it. */
export function namingContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.destroy());

  const give = (
    complaints: ComplaintStore,
    id: string,
    by: string,
    command: PersonCommand,
  ): Promise<{ readonly kind: string }> => {
    const context = asActor(by, MONDAY);
    const event = { id: uniqueText('event'), by: context.actor };
    const deps = { complaints, meter: createMeterRecorder([]) };
    return commit(deps, { afterCommit: () => undefined }, id, event, (complaint) =>
      decide(complaint, command, context),
    );
  };
  const name = (complaints: ComplaintStore, id: string) =>
    give(complaints, id, WHO.lead, {
      ...{ kind: 'name-colleague', colleague: WHO.member, nobody: false },
    });
  const take = (complaints: ComplaintStore, id: string) =>
    give(complaints, id, WHO.member, { kind: 'take' });

  async function expectHidden(id: string): Promise<void> {
    const store = opened.stores.complaints;
    const stored = requireValue(await store.load(id));
    expect(stored).to.deep.include({ state: 'open', assignee: null, concerns: [WHO.member] });
    const viewer = toViewer(WHO.member, createOrganisation());
    const listed = await store.list({ viewer, states: COMPLAINT_STATES, limit: 100 });
    expect(listed.map((one) => one.id)).not.to.include(id);
  }

  it('leaves it hidden from them and with nobody, whoever comes first', async () => {
    const store = opened.stores.complaints;
    const other = (await opened.another()).complaints;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = filed({ id: uniqueText('C') });
      await store.insert({ ...filed({ id }), filedBy: uniqueText('event') });
      if (round === 0) await take(other, id);
      const named = round === 1 ? await name(store, id) : undefined;
      const [taken, done] = await Promise.all([take(other, id), named ?? name(store, id)]);
      expect(done.kind).to.equal('done');
      if (round === 1) expect(taken.kind).to.equal('refused');
      await expectHidden(id);
    }
  });
}
