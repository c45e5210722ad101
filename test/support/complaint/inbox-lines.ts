import type { Inbox } from '../../../src/domain/inbox/inbox.js';

/** When the next line of an inbox goes at the earliest, ms UTC; null: none waits. The morning list does not count. */
export function findNextLine(inbox: Pick<Inbox, 'lines'> | undefined): number | null {
  const times = inbox?.lines.flatMap(({ sent, sendAt }) => (sent === null ? [sendAt] : [])) ?? [];
  return times.length === 0 ? null : Math.min(...times);
}
