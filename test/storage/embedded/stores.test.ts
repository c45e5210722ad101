import { complaintStoreContract } from '../../contracts/complaint-store/complaint-store.js';
import { peopleStoreContract } from '../../contracts/people-store/people-store.js';
import { referenceStoreContract } from '../../contracts/reference-store.js';
import { openEmbedded } from '../open-stores.js';

complaintStoreContract('the embedded file', openEmbedded);
peopleStoreContract('the embedded file', openEmbedded);
referenceStoreContract('the embedded file', openEmbedded);
