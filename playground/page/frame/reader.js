/**
 * Asks for what is to be shown, one question at a time, and drops answers that come too late.
 *
 * `read()` resolves to the answer (undefined: there was none); `arrived(answer)` shows it, and may
 * ask for another one; `failed()` hears that there was none. After `moved()`, because somebody went
 * elsewhere, answers to questions asked before are dropped, however late they come.
 * `refresh()` resolves when an answer at least as new as the call was shown, or there was none.
 */
export function makeReader({ read, arrived, failed }) {
  let generation = 0;
  let running;

  async function ask(run) {
    do {
      run.again = false;
      const answer = await read();
      if (run.generation !== generation) break;
      if (answer === undefined) failed();
      else await arrived(answer);
    } while (run.again && run.generation === generation);
    // whoever moved on asked anew: that answer is the one to wait for
    if (running !== run) await running?.done;
  }

  return {
    moved() {
      generation += 1;
    },
    refresh() {
      if (running?.generation === generation) {
        running.again = true;
        return running.done;
      }
      const run = { generation, again: false };
      running = run;
      run.done = ask(run).finally(() => {
        if (running === run) running = undefined;
      });
      return run.done;
    },
  };
}
