import { complaintStoreContract } from '../../contracts/complaint-store/complaint-store.js';
import { documentStoreContract } from '../../contracts/document-store/document-store.js';
import { memoKind } from '../../contracts/memo/samples.js';
import { peopleStoreContract } from '../../contracts/people-store/people-store.js';
import { problemStoreContract } from '../../contracts/problem-store.js';
import { recordContract } from '../../contracts/records/records.js';
import { referenceStoreContract } from '../../contracts/reference-store.js';
import { relayContract } from '../../contracts/relays.js';
import { openEmbeddedMemos } from '../open-memos.js';
import { openEmbeddedFile } from '../open-stores.js';

complaintStoreContract('the embedded file', openEmbeddedFile);
documentStoreContract('a made-up kind on the embedded file', memoKind(openEmbeddedMemos));
relayContract('the embedded file', openEmbeddedMemos);
peopleStoreContract('the embedded file', openEmbeddedFile);
referenceStoreContract('the embedded file', openEmbeddedFile);
problemStoreContract('the embedded file', openEmbeddedFile);
recordContract('the embedded file', openEmbeddedFile);
