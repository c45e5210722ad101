import { firstNew } from './timeline.js';

/**
 * What is new in the open conversation: where the line above it stands (fixed when the conversation
 * was opened, or while nobody looked), and what has arrived since the last look.
 */
export function makeNews() {
  const known = { key: '', newFrom: undefined, heard: undefined };
  const enter = ({ user, place }) => {
    const key = `${user} ${place}`;
    if (known.key === key) return false;
    Object.assign(known, { key, newFrom: undefined, heard: undefined });
    return true;
  };
  return {
    /** The `ts` of the first message below the line, if there is one. */
    line({ messages, seen }, at, isHidden = document.hidden) {
      const isEntering = enter(at);
      if (isEntering || (isHidden && !known.newFrom)) {
        known.newFrom = firstNew(messages, seen, at.user);
      }
      return known.newFrom;
    },
    /** Messages of others that were not there at the last look; nothing at the first. */
    heard({ messages, thread }, { user }) {
      const all = [...messages, ...(thread ?? [])];
      const newest = all.reduce((last, { ts }) => (ts > last ? ts : last), known.heard ?? '');
      const before = known.heard;
      known.heard = newest;
      if (before === undefined) return [];
      const fresh = all.filter(({ ts, user: author }) => ts > before && author !== user);
      return [...new Map(fresh.map((message) => [message.ts, message])).values()];
    },
    /** The conversation was left. */
    forget() {
      known.key = '';
    },
  };
}
