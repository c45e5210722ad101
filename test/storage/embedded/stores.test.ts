import { complaintStoreContract } from '../../contracts/complaint-store/complaint-store.js';
import { peopleStoreContract } from '../../contracts/people-store/people-store.js';
import { recordContract } from '../../contracts/records/records.js';
import { referenceStoreContract } from '../../contracts/reference-store.js';
import { openEmbeddedFile } from '../open-stores.js';

complaintStoreContract('the embedded file', openEmbeddedFile);
peopleStoreContract('the embedded file', openEmbeddedFile);
referenceStoreContract('the embedded file', openEmbeddedFile);
recordContract('the embedded file', openEmbeddedFile);
