/**
 * Loaded before a measured program: answers its parent's questions about usage. Both programs load it, so
 * that it costs both the same.
 */
process.on('message', (question: unknown) => {
  if (question !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rss: process.memoryUsage().rss });
});
// The channel must not keep an ended program alive.
process.channel?.unref();
