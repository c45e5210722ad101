/**
 * Serialises work by key and keeps only the latest value: calls for one key never overlap, and a value
 * that is overtaken while it waits is skipped. Each call resolves when the value it gave, or a
 * later one, is done. `work` must not reject.
 */
export function latestOnly<V>(
  work: (key: string, value: V) => Promise<void>,
): (key: string, value: V) => Promise<void> {
  const waiting = new Map<string, { readonly value: V }>();
  const active = new Map<string, Promise<void>>();

  const drain = async (key: string): Promise<void> => {
    for (let next = waiting.get(key); next !== undefined; next = waiting.get(key)) {
      waiting.delete(key);
      await work(key, next.value);
    }
    active.delete(key);
  };

  return (key, value) => {
    waiting.set(key, { value });
    const running = active.get(key);
    if (running !== undefined) return running;
    const started = drain(key);
    active.set(key, started);
    return started;
  };
}
