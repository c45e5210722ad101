import * as cards from './en/cards.js';
import { form } from './en/forms.js';
import * as notices from './en/notices.js';
import { nudge } from './en/nudges.js';

/** All sentences that people read, in English. Another language is another module of the same shape. */
export const text = { ...cards, form, ...notices, nudge } as const;
