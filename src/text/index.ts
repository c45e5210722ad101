import type { Catalogue } from './catalogue.js';
import { en } from './en/index.js';

/** All sentences that people read, in the language of this installation. */
export const text: Catalogue = en;
