import type { ComplaintId } from '../domain/complaint/complaint.js';
import { text } from '../text/index.js';
import type { Card } from './elements.js';

/** In the place of an old message to somebody who may no longer see the complaint: its reference, no more. */
export function withheldCard(id: ComplaintId): Card {
  const summary = text.message.withheld(id);
  return { summary, title: null, blocks: [{ kind: 'note', text: [summary] }] };
}
