import { expect } from 'chai';
import fc from 'fast-check';
import type { ReferenceStore } from '../../src/ports/stores/reference-store.js';
import { type OpenStores, type StoresUnderTest, uniqueText } from './complaint-store/samples.js';

/** What the port `ReferenceStore` guarantees, on any store. `open` creates a new, empty database. */
export function referenceStoreContract(name: string, open: OpenStores): void {
  describe(`the reference store on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    let opened: StoresUnderTest;
    let references: ReferenceStore;
    before(async () => {
      opened = await open();
      references = opened.stores.references;
    });
    after(() => opened.destroy());

    storageContract(() => references);
    concurrencyContract(
      () => references,
      async () => (await opened.another()).references,
    );
    referenceValueContract(() => references);
  });
}

function storageContract(references: () => ReferenceStore): void {
  it('returns a stored reference, and undefined for an unknown key', async () => {
    const key = uniqueText('team:');
    expect(await references().get('teams', key)).to.equal(undefined);
    await references().put('teams', key, { serviceUrl: 'https://a.example/', removed: false });
    expect(await references().get('teams', key)).to.deep.equal({
      serviceUrl: 'https://a.example/',
      removed: false,
    });
  });

  it('replaces the whole reference', async () => {
    const key = uniqueText('team:');
    await references().put('teams', key, { serviceUrl: 'https://a.example/', removed: true });
    await references().put('teams', key, { serviceUrl: 'https://b.example/' });
    expect(await references().get('teams', key)).to.deep.equal({
      serviceUrl: 'https://b.example/',
    });
  });

  it('keeps the references of platforms separate', async () => {
    const key = uniqueText('tenant');
    await references().put('teams', key, { of: 'teams' });
    await references().put('slack', key, { of: 'slack' });
    await references().remove('slack', key);
    expect(await references().get('teams', key)).to.deep.equal({ of: 'teams' });
    expect(await references().get('slack', key)).to.equal(undefined);
  });

  it('lists all references of a platform by key', async () => {
    const [one, other] = [uniqueText('team:19:a.b$c@thread.tacv2'), uniqueText('team:')];
    await references().put('slack', one, { at: 1 });
    await references().put('slack', other, { at: 2 });
    await references().put('teams', one, { at: 3 });
    const all = await references().all('slack');
    expect(all.get(one)).to.deep.equal({ at: 1 });
    expect(all.get(other)).to.deep.equal({ at: 2 });
    expect(all).to.have.property('size', 2);
  });

  it('removes a reference, even when there is none', async () => {
    const key = uniqueText('team:');
    await references().put('teams', key, {});
    expect(await references().get('teams', key)).to.deep.equal({});
    await references().remove('teams', key);
    await references().remove('teams', key);
    expect(await references().get('teams', key)).to.equal(undefined);
    expect([...(await references().all('teams')).keys()]).to.not.include(key);
  });
}

function concurrencyContract(
  references: () => ReferenceStore,
  another: () => Promise<ReferenceStore>,
): void {
  it('is shared with other connections', async () => {
    const key = uniqueText('team:');
    await (await another()).put('teams', key, { from: 'another' });
    expect(await references().get('teams', key)).to.deep.equal({ from: 'another' });
  });

  it('keeps one of several concurrent writes of a new key', async () => {
    const stores = [references(), await another(), await another()];
    for (let round = 0; round < 10; round += 1) {
      const key = uniqueText('team:');
      await Promise.all(
        stores.flatMap((store, at) =>
          [0, 3].map((more) => store.put('teams', key, { at: at + more })),
        ),
      );
      const kept = await references().get('teams', key);
      expect(kept?.at).to.be.oneOf([0, 1, 2, 3, 4, 5]);
    }
  });
}

function referenceValueContract(references: () => ReferenceStore): void {
  it('returns any JSON unchanged, under any key', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((one) => `x${one}x`);
    const name = fc.oneof(text, fc.constantFrom('$gt', 'a.b', '__proto__x', 'toBSON', '_bsontype'));
    const value = fc.dictionary(name, fc.jsonValue());
    const check = async (part: string, wanted: Record<string, unknown>) => {
      const key = uniqueText(part);
      const stored = JSON.parse(JSON.stringify(wanted)) as Record<string, unknown>;
      await references().put('teams', key, stored);
      expect(await references().get('teams', key)).to.deep.equal(stored);
      expect((await references().all('teams')).get(key)).to.deep.equal(stored);
    };
    await fc.assert(fc.asyncProperty(text, value, check), { numRuns: 25 });
  });
}
