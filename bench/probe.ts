/**
 * Loaded before a measured program: answers its parent's questions on what it has used. The same in
 * ours and in the peer's process, so that it weighs the same.
 */
process.on('message', (question: unknown) => {
  if (question !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rss: process.memoryUsage().rss });
});
// Asking must not keep a program alive that has ended.
process.channel?.unref();
