/** However much goes on, nothing waits longer than this, ms. */
const LONGEST_MS = 1000;

/**
 * Makes a function that runs `work` once things have been quiet for `groupMs`, and at the latest a
 * second after the first of them: changes come in groups. It has `stop`, which calls the run off.
 */
export function makeSoon(work, groupMs) {
  let timer;
  let since;
  const run = () => {
    timer = undefined;
    void work();
  };
  const soon = () => {
    if (timer === undefined) since = Date.now();
    clearTimeout(timer);
    timer = setTimeout(run, Math.max(0, Math.min(groupMs, since + LONGEST_MS - Date.now())));
  };
  soon.stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return soon;
}
