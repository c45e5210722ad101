import * as cards from './cards.js';
import { category } from './category.js';
import { colleague } from './colleague.js';
import { form } from './forms.js';
import { history } from './history.js';
import { inbox } from './inbox.js';
import { message } from './messages.js';
import { addReport, links, match } from './not-twice.js';
import * as notices from './notices.js';
import { nudge } from './nudges.js';
import { problems } from './problems.js';
import { refusals } from './refusals.js';
import { source } from './source.js';
import { unreadable } from './unreadable.js';

/** The English catalogue. */
export const en = {
  ...cards,
  addReport,
  colleague,
  category,
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
