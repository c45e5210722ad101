import * as cards from './en/cards.js';
import { form } from './en/forms.js';
import * as notices from './en/notices.js';
import { nudge } from './en/nudges.js';

/** Every sentence people read. English for now; another language is another module of this shape. */
export const text = { ...cards, form, ...notices, nudge } as const;
