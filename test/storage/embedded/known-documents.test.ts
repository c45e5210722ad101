import { expect } from 'chai';
import { KnownDocuments } from '../../../src/storage/embedded/documents/known-documents.js';
import type { EmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { sampleComplaint } from '../../contracts/complaint-store/samples.js';
import { openEmbeddedFile } from '../open-stores.js';

describe('the documents that an embedded file has read or written last', () => {
  const known = new KnownDocuments<{ readonly amount: number }>();

  it('are known by id and text', () => {
    const document = { amount: 1 };
    known.keep('C-1', '{"amount":1}', document);
    expect(known.find('C-1', '{"amount":1}')).to.equal(document);
    expect(known.find('C-2', '{"amount":1}'), 'another id').to.equal(undefined);
    expect(known.find('C-1', '{"amount":2}'), 'another text').to.equal(undefined);
  });

  it('are not known when their text says less than they do', () => {
    known.keep('C-3', '{"text":"a"}', { amount: 1 });
    known.keep('C-3', '{"text":"\uFFFD"}', { amount: 2 });
    expect(known.find('C-3', '{"text":"\uFFFD"}')).to.equal(undefined);
  });

  it('are read again after their row was changed by somebody else', async () => {
    const opened = await openEmbeddedFile();
    try {
      const complaint = sampleComplaint();
      await opened.stores.complaints.insert(complaint);
      const { database } = opened.stores as EmbeddedStores;
      database.run(`UPDATE complaints SET document = json_set(document, '$.team', 'elsewhere')`);
      expect((await opened.stores.complaints.load(complaint.id))?.team).to.equal('elsewhere');
    } finally {
      await opened.destroy();
    }
  });

  it('are read again after a write that was undone', async () => {
    const opened = await openEmbeddedFile();
    try {
      const complaint = sampleComplaint();
      const { complaints, database } = opened.stores as EmbeddedStores;
      await complaints.insert(complaint);
      database.run(
        `CREATE TRIGGER refuse BEFORE UPDATE ON complaints BEGIN SELECT RAISE(ABORT, 'no'); END`,
      );
      const change = { set: { team: 'elsewhere' }, history: [], deliveries: [], event: null };
      const failed = await complaints.change(complaint.id, complaint.version, change).then(
        () => false,
        () => true,
      );
      expect([failed, (await complaints.load(complaint.id))?.team]).to.deep.equal([
        true,
        complaint.team,
      ]);
    } finally {
      await opened.destroy();
    }
  });
});
