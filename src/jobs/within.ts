/**
 * Waits for work, but no longer than `ms` of real time. True when it was done in time. The work goes on
 * after that, so it must handle its own errors; one that arrives in time is thrown.
 */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
