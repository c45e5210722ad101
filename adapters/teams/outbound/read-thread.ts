import type { ThreadReader } from '../../../src/ports/thread-reader.js';

/** Reads no threads in Teams. */
export function createThreadReader(): ThreadReader {
  return { platform: 'teams', readThread: async () => ({ messages: [], unread: 'never' }) };
}
