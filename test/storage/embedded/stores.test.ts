import { expect } from 'chai';
import { complaintStoreContract } from '../../contracts/complaint-store/complaint-store.js';
import { documentStoreContract } from '../../contracts/document-store/document-store.js';
import { generationStoreContract } from '../../contracts/generation-store.js';
import { inboxStoreContract } from '../../contracts/inbox-store/inbox-store.js';
import { matchStoreContract } from '../../contracts/match-store/match-store.js';
import { memoKind } from '../../contracts/memo/samples.js';
import { peopleStoreContract } from '../../contracts/people-store/people-store.js';
import { problemStoreContract } from '../../contracts/problem-store.js';
import { recordContract } from '../../contracts/records/records.js';
import { referenceStoreContract } from '../../contracts/reference-store.js';
import { relayContract } from '../../contracts/relays.js';
import { openEmbeddedMemos } from '../open-memos.js';
import { openEmbeddedFile } from '../open-stores.js';
import { plans } from './plans.js';

complaintStoreContract('the embedded file', openEmbeddedFile);
matchStoreContract('the embedded file', openEmbeddedFile);
inboxStoreContract('the embedded file', openEmbeddedFile);
documentStoreContract('a made-up kind on the embedded file', memoKind(openEmbeddedMemos));
relayContract('the embedded file', openEmbeddedMemos);
peopleStoreContract('the embedded file', openEmbeddedFile);
referenceStoreContract('the embedded file', openEmbeddedFile);
problemStoreContract('the embedded file', openEmbeddedFile);
generationStoreContract('the embedded file', openEmbeddedFile);
recordContract('the embedded file', openEmbeddedFile);

// Last: it is about every statement of the suites above.
describe('the statements of all these suites', () => {
  it('read by index what they ask for, and sort nothing in memory', () => {
    expect(plans.faults).to.deep.equal([]);
    expect(plans.seen.size).to.be.greaterThan(40);
  });
});
