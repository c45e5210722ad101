import { expect } from 'chai';
import type { Account } from '../../src/domain/organisation/person.js';
import type { ThreadReader } from '../../src/ports/thread-reader.js';

/** A message of a thread on the platform. `by`: who wrote it, the bot, or the platform, which says that somebody joined. */
export interface WrittenMessage {
  readonly by: 'person' | 'bot' | 'platform';
  /** Ms UTC, whole seconds. */
  readonly at: number;
  readonly text: string;
}

/** A thread, and how the platform answers. */
export interface SampleThread {
  readonly written: readonly WrittenMessage[];
  /** The number of the chosen message in it. */
  readonly chosen: number;
  readonly answers:
    | 'yes'
    /** Only the first page, then no more. */
    | 'first page'
    /** The bot or the person may not be there. */
    | 'not a member'
    /** A scope or a consent is missing. */
    | 'not permitted'
    /** The chosen message is deleted. */
    | 'gone'
    /** Not at all. */
    | 'never';
}

/** A reader on a platform with this thread. */
export interface ReaderUnderTest {
  readonly reader: ThreadReader;
  readonly thread: string;
  readonly account: Account;
  /** The name of the person who wrote the messages. */
  readonly name: string;
}

const START = 1_741_000_000_000;
const THREAD: readonly WrittenMessage[] = [
  { by: 'person', at: START, text: 'Who knows more?' },
  { by: 'bot', at: START + 10_000, text: 'A card' },
  { by: 'person', at: START + 20_000, text: 'It "leaks" & drips' },
  { by: 'platform', at: START + 30_000, text: 'joined' },
  { by: 'person', at: START + 40_000, text: 'Since Friday' },
];
/** How long a platform may take that never answers, ms. */
const SHORT = 30;

/** Registers the tests that every `ThreadReader` has to pass. */
export function threadReaderContract(open: (sample: SampleThread) => ReaderUnderTest): void {
  const sample = (parts: Partial<SampleThread> = {}): SampleThread => ({
    ...{ written: THREAD, chosen: 2, answers: 'yes' },
    ...parts,
  });
  const read = (parts: Partial<SampleThread> = {}, timeoutMs = 10_000, reference?: string) => {
    const { reader, thread, account, name } = open(sample(parts));
    const reading = reader.readThread(reference ?? thread, account, timeoutMs);
    return reading.then((found) => ({ ...found, name }));
  };

  it('has what people wrote in the order in which they did, and which message was chosen', async () => {
    const { messages, unread, name } = await read();
    expect(unread).to.equal(null);
    expect(messages).to.deep.equal([
      { by: name, at: START, text: 'Who knows more?' },
      { by: name, at: START + 20_000, text: 'It "leaks" & drips', isChosen: true },
      { by: name, at: START + 40_000, text: 'Since Friday' },
    ]);
  });

  it('has a message of the bot only if it was chosen', async () => {
    const { messages } = await read({ chosen: 1 });
    expect(messages.map(({ text }) => text)).to.include('A card');
    expect(messages.find(({ isChosen }) => isChosen === true)?.text).to.equal('A card');
  });

  it('has what it could read, by people only, and says that there is more', async () => {
    const { messages, unread } = await read({ answers: 'first page' });
    expect(unread).to.equal('too-long');
    const texts = messages.map(({ text }) => text);
    expect(texts).to.include('Who knows more?').and.not.include('joined').and.not.include('A card');
  });

  it('says why it has nothing', async () => {
    expect(await read({ answers: 'not a member' })).to.deep.include({
      ...{ messages: [], unread: 'not-member' },
    });
    const refused = await read({ answers: 'not permitted' });
    expect(refused).to.deep.include({ messages: [], unread: 'not-permitted' });
    expect(refused.needs).to.be.a('string').and.not.equal('');
    expect(await read({ answers: 'gone' })).to.deep.include({ messages: [], unread: null });
  });

  it('does not wait for a platform that never answers', async () => {
    const { messages, unread } = await read({ answers: 'never' }, SHORT);
    expect({ messages, unread }).to.deep.equal({ messages: [], unread: 'no-answer' });
  });

  it('reads nothing of a reference that is not its own', async () => {
    for (const reference of ['', 'C1/../x', '19:x y z', '/1/2/3']) {
      const { messages, unread } = await read({}, SHORT, reference);
      expect(messages, reference).to.deep.equal([]);
      expect(unread, reference).not.to.equal(null);
    }
  });
}
