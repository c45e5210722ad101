import { expect } from 'chai';
import { createAsker, type Refusal } from '../../../adapters/shared/asker.js';

const ANSWER: Refusal = { kind: 'answer' };
const UNANSWERED: Refusal = { kind: 'unanswered' };

describe('asking a platform many questions', () => {
  /** Asks with calls of these outcomes; returns what each question got, and the waits. */
  async function askAll(outcomes: readonly (readonly Refusal[])[]) {
    const waits: number[] = [];
    const asker = createAsker(async (ms) => void waits.push(ms));
    const results: (number | undefined)[] = [];
    let calls = 0;
    for (const refusals of outcomes) {
      const left = [...refusals];
      const ask = async () => {
        calls += 1;
        return calls;
      };
      results.push(await asker.ask(ask, () => left.shift() ?? ANSWER));
    }
    return { results, waits, calls };
  }

  it('repeats a call as late as the platform asks for, some times', async () => {
    const slow = (ms: number): Refusal => ({ kind: 'slow-down', ms });
    const twice = await askAll([[slow(5), slow(7)]]);
    expect(twice).to.deep.equal({ results: [3], waits: [5, 7], calls: 3 });
    const always = await askAll([Array.from({ length: 10 }, () => slow(1))]);
    expect(always.calls, 'in all').to.equal(4);
    const long = await askAll([[slow(3_600_000)]]);
    expect(long).to.deep.equal({ results: [1], waits: [], calls: 1 });
  });

  it('stops after three calls in a row without an answer', async () => {
    const { results } = await askAll([[UNANSWERED], [UNANSWERED], [UNANSWERED], [ANSWER]]);
    expect(results).to.deep.equal([1, 2, 3, undefined]);
    const between = await askAll([[UNANSWERED], [UNANSWERED], [ANSWER], [UNANSWERED], [ANSWER]]);
    expect(between.results).to.deep.equal([1, 2, 3, 4, 5]);
  });
});
