import { expect } from 'chai';
import { sendWithRetry } from '../../../../adapters/teams/outbound/messenger.js';
import type { SendOutcome } from '../../../../src/ports/channel.js';

const SENT: SendOutcome = { kind: 'sent', ref: { platform: 'teams', key: 'a' } };
const UNKNOWN: SendOutcome = { kind: 'unknown', detail: 'http-504' };
const REFUSED: SendOutcome = { kind: 'refused', reason: 'person-unreachable', detail: 'x' };
const retryAfter = (retryAfterMs: number | null): SendOutcome => ({
  ...{ kind: 'retry', retryAfterMs, detail: 'http-429' },
});

/** Sends with these outcomes, the last one repeated. Returns the outcome and the waits, ms. */
async function sendWith(outcomes: readonly SendOutcome[], eachTakesMs = 0, random = 0) {
  let now = 1_000_000;
  const waits: number[] = [];
  const deadlines: number[] = [];
  const options = {
    now: () => now,
    random: () => random,
    sleep: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
  const outcome = await sendWithRetry(options, async (deadline) => {
    deadlines.push(deadline);
    now += eachTakesMs;
    return outcomes[Math.min(deadlines.length, outcomes.length) - 1] ?? SENT;
  });
  return { outcome, waits, attempts: deadlines.length, deadlines, tookMs: now - 1_000_000 };
}

describe('An answer sent as a message in Teams', () => {
  it('is tried once when it is sent or refused', async () => {
    for (const answer of [SENT, REFUSED]) {
      expect(await sendWith([answer])).to.deep.include({ outcome: answer, attempts: 1 });
    }
  });

  it('is retried with growing, varying waits', async () => {
    const { outcome, waits } = await sendWith([
      retryAfter(null),
      retryAfter(null),
      retryAfter(null),
      SENT,
    ]);
    expect(outcome).to.equal(SENT);
    expect(waits).to.deep.equal([500, 1000, 2000]);
    expect((await sendWith([retryAfter(null), SENT], 0, 1)).waits).to.deep.equal([625]);
  });

  it('waits as long as Teams asks, and is not retried when that is too long', async () => {
    expect(await sendWith([retryAfter(4000), SENT])).to.deep.include({
      outcome: SENT,
      waits: [4000],
    });
    const long = await sendWith([retryAfter(30_000)]);
    expect(long).to.deep.include({ attempts: 1, waits: [] });
    expect(long.outcome.kind).to.equal('retry');
  });

  it('is retried once when it may have been posted', async () => {
    expect(await sendWith([UNKNOWN, SENT])).to.deep.include({ outcome: SENT, attempts: 2 });
    expect(await sendWith([UNKNOWN, UNKNOWN, SENT])).to.deep.include({
      ...{ outcome: UNKNOWN, attempts: 2 },
    });
  });

  it('ends before Teams times out, however long each attempt takes', async () => {
    for (const eachTakesMs of [0, 1000, 5000, 10_000]) {
      const { tookMs, attempts, deadlines } = await sendWith([retryAfter(null)], eachTakesMs);
      expect(tookMs - eachTakesMs, String(eachTakesMs)).to.be.below(12_000);
      expect(attempts).to.be.within(2, 5);
      expect(new Set(deadlines).size, 'one deadline for all attempts').to.equal(1);
    }
  });

  it('is not retried while Microsoft refuses the token', async () => {
    const refused = { ...retryAfter(null), tokenRefused: true } as SendOutcome;
    expect(await sendWith([refused])).to.deep.include({ attempts: 1, waits: [] });
  });
});
