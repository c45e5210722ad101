import fs from 'node:fs';

/**
 * Loaded before a measured program: answers its parent's questions about usage. Both programs load it, so
 * that it costs both the same.
 */
let syncs = 0;
const { fsyncSync } = fs;
// The SQLite library reads it from the module at each call.
fs.fsyncSync = (handle) => {
  syncs += 1;
  fsyncSync(handle);
};

process.on('message', (question: unknown) => {
  if (question !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rss: process.memoryUsage().rss, syncs });
});
// The channel must not keep an ended program alive.
process.channel?.unref();
