import * as cards from './cards.js';
import { form } from './forms.js';
import { history } from './history.js';
import { inbox } from './inbox.js';
import { category } from './intake/category.js';
import { colleague } from './intake/colleague.js';
import { completion } from './intake/completion.js';
import { addReport, links, match } from './intake/not-twice.js';
import { source } from './intake/source.js';
import { message } from './messages.js';
import * as notices from './notices.js';
import { nudge } from './nudges.js';
import { problems } from './problems.js';
import { refusals } from './refusals.js';
import { unreadable } from './unreadable.js';

/** The English catalogue. */
export const en = {
  ...cards,
  addReport,
  colleague,
  category,
  completion,
  form,
  history,
  inbox,
  links,
  match,
  message,
  ...notices,
  nudge,
  problems,
  refusals,
  source,
  unreadable,
} as const;
