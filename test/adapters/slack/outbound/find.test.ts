import { expect } from 'chai';
import type { Call, CallResult } from '../../../../adapters/slack/outbound/client.js';
import type { Failure } from '../../../../adapters/slack/outbound/errors.js';
import { createMessageFinder } from '../../../../adapters/slack/outbound/find.js';

const START = 1_000_000_000;
const SEARCH = {
  ...{ channel: 'C1', thread: null, deliveryId: 'wanted', since: START },
  isOwn: (author: { bot_id?: string | undefined }) => author.bot_id === 'B1',
};

function message(at: number, id: string) {
  const metadata = { event_type: 'redress_delivery', event_payload: { id } };
  return { ts: `${at / 1000}.000001`, bot_id: 'B1', metadata };
}

/** A conversation whose pages have one message each, newest first, as of the first request. */
function createConversation() {
  const messages = [message(START, 'first')];
  const asked: string[] = [];
  let views: readonly (readonly (typeof messages)[number][])[] = [];
  const failures = new Map<number, Failure>();
  const call: Call = async (_method, args): Promise<CallResult> => {
    asked.push(String(args.cursor ?? `since ${args.oldest}`));
    const failed = failures.get(asked.length);
    if (failed !== undefined) return { ok: false, failure: failed };
    const cursor = String(args.cursor ?? '');
    if (cursor === '') {
      const found = messages.filter(({ ts }) => Number(ts) >= Number(args.oldest));
      views = [...views, [...found].reverse()];
    }
    const [view = views.length - 1, place = 0] = cursor === '' ? [] : cursor.split('/').map(Number);
    const shown = views[view] ?? [];
    const more = place + 1 < shown.length;
    const answer = {
      messages: shown.slice(place, place + 1),
      has_more: more,
      response_metadata: { next_cursor: more ? `${view}/${place + 1}` : '' },
    };
    return { ok: true, answer };
  };
  return {
    call,
    asked,
    post: (at: number, id: string) => messages.push(message(at, id)),
    /** Makes the call with this number fail. */
    fail: (call: number, failure: Failure) => failures.set(call, failure),
  };
}

function createBusyConversation(count: number) {
  const slack = createConversation();
  for (let n = 1; n < count; n += 1) slack.post(START + n * 1000, `other-${n}`);
  return slack;
}

describe('Looking for a delivery in Slack', () => {
  const later = START + 3_600_000;

  it('reaches the oldest message of a busy channel in several runs', async () => {
    const slack = createBusyConversation(35);
    const find = createMessageFinder(slack.call, () => later);
    const search = { ...SEARCH, deliveryId: 'first' };
    const kinds: string[] = [];
    while (kinds.at(-1) !== 'found' && kinds.length < 10) kinds.push((await find(search)).kind);
    expect(kinds).to.deep.equal(['retry', 'retry', 'retry', 'found']);
    expect(slack.asked).to.have.length(35);
  });

  it('reports a message absent only after it has searched everything, including what was posted meanwhile', async () => {
    const slack = createBusyConversation(15);
    let now = later;
    const find = createMessageFinder(slack.call, () => now);
    expect(await find(SEARCH)).to.deep.equal({ kind: 'retry', retryAfterMs: 12_000 });
    now += 12_000;
    slack.post(later + 1000, 'wanted');
    expect((await find(SEARCH)).kind).to.equal('found');

    const empty = createBusyConversation(15);
    const findNothing = createMessageFinder(empty.call, () => now);
    expect((await findNothing(SEARCH)).kind).to.equal('retry');
    now += 12_000;
    expect(await findNothing(SEARCH)).to.deep.equal({ kind: 'absent' });
  });

  it('stops fetching pages when they take long, so that the lease outlasts the search', async () => {
    const slack = createBusyConversation(5);
    let now = later;
    const call: Call = (method, args) => {
      now += 5000;
      return slack.call(method, args);
    };
    expect((await createMessageFinder(call, () => now)(SEARCH)).kind).to.equal('retry');
    expect(slack.asked).to.have.length(2);
  });

  it('resumes at the page where a rate limit or a lost response interrupted it', async () => {
    const slack = createBusyConversation(5);
    const find = createMessageFinder(slack.call, () => later);
    slack.fail(3, { kind: 'rate', retryAfterMs: 7000 });
    expect(await find(SEARCH)).to.deep.equal({ kind: 'retry', retryAfterMs: 7000 });
    slack.fail(4, { kind: 'lost', code: 'ECONNRESET' });
    expect(await find(SEARCH)).to.deep.equal({ kind: 'retry', retryAfterMs: null });
    expect(await find(SEARCH)).to.deep.equal({ kind: 'absent' });
    expect(slack.asked).to.deep.equal(['since 999880', '0/1', '0/2', '0/2', '0/2', '0/3', '0/4']);
  });

  it('starts over when Slack no longer knows the cursor', async () => {
    const slack = createBusyConversation(15);
    const find = createMessageFinder(slack.call, () => later);
    await find(SEARCH);
    slack.fail(11, { kind: 'slack', name: 'invalid_cursor', retryAfterMs: null });
    expect(await find(SEARCH)).to.deep.equal({ kind: 'retry', retryAfterMs: null });
    await find(SEARCH);
    expect(slack.asked.filter((page) => page.startsWith('since'))).to.have.length(2);
  });

  it('asks for a retry after a response that settles nothing', async () => {
    for (const answer of [{ nothing: true }, { messages: [], has_more: true }]) {
      const find = createMessageFinder(
        async () => ({ ok: true, answer }),
        () => later,
      );
      expect(await find(SEARCH)).to.deep.equal({ kind: 'retry', retryAfterMs: null });
    }
  });

  it('cannot tell only if the bot may not read the history', async () => {
    const outcome = async (name: string) => {
      const failure = { kind: 'slack', name, retryAfterMs: null } as const;
      const find = createMessageFinder(
        async () => ({ ok: false, failure }),
        () => later,
      );
      return (await find(SEARCH)).kind;
    };
    for (const name of ['missing_scope', 'not_in_channel', 'channel_not_found']) {
      expect(await outcome(name), name).to.equal('cannot-tell');
    }
    for (const name of ['invalid_auth', 'fatal_error', 'ratelimited', 'brand_new_error']) {
      expect(await outcome(name), name).to.equal('retry');
    }
  });
});
