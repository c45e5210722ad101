import { expect } from 'chai';
import fc from 'fast-check';
import {
  type MessageSource,
  SOURCE_LIMIT,
  type SourceMessage,
  shortenSource,
} from '../../../src/domain/intake/source.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }), fc.nat(9000))
    .map(([one, n]) => one.repeat(n)),
);

const anyFile = fc.record({ name: anyText, link: anyText });

const anyMessage: fc.Arbitrary<SourceMessage> = fc.record(
  { by: anyText, at: fc.nat(), text: anyText, files: fc.array(anyFile, { maxLength: 12 }) },
  { requiredKeys: ['by', 'at', 'text'] },
);

const anySource: fc.Arbitrary<MessageSource> = fc
  .tuple(fc.array(anyMessage, { minLength: 1, maxLength: 60 }), fc.nat(), anyText)
  .map(([messages, chosen, link]) => ({
    platform: 'slack',
    link,
    isPrivate: true,
    unread: 'too-long',
    messages: messages.map((message, n) => ({
      ...message,
      at: n,
      ...(n === chosen % messages.length ? { isChosen: true as const } : {}),
    })),
  }));

const sizeOf = (source: MessageSource): number => Buffer.byteLength(JSON.stringify(source));

describe('A conversation that is kept with a complaint', () => {
  it('never takes more than 20 KB, whatever was written', () => {
    fc.assert(fc.property(anySource, (source) => sizeOf(shortenSource(source)) <= SOURCE_LIMIT));
  });

  it('keeps the order, the first message, the last and the chosen one', () => {
    fc.assert(
      fc.property(anySource, (source) => {
        const times = shortenSource(source).messages.map(({ at }) => at);
        expect(times).to.deep.equal([...times].sort((a, b) => a - b));
        const chosen = source.messages.find(({ isChosen }) => isChosen)?.at;
        expect(times).to.include.members([0, source.messages.length - 1, chosen]);
      }),
    );
  });

  it('says at each gap how many messages are missing', () => {
    fc.assert(
      fc.property(anySource, (source) => {
        let expected = 0;
        for (const { at, leftOut = 0 } of shortenSource(source).messages) {
          expect(at - expected).to.equal(leftOut);
          expected = at + 1;
        }
      }),
    );
  });

  it('stays as it is if it is short', () => {
    const short = fc.record({
      by: fc.string({ maxLength: 20 }),
      text: fc.string({ maxLength: 100 }),
    });
    fc.assert(
      fc.property(fc.array(short, { minLength: 1, maxLength: 20 }), (written) => {
        const messages = written.map((one, at) => ({ ...one, at }));
        const source: MessageSource = { platform: 'teams', link: 'https://example.org', messages };
        expect(shortenSource(source)).to.deep.equal(source);
      }),
    );
  });

  it('cuts a long message in its middle', () => {
    const text = `${'a'.repeat(20_000)}${'b'.repeat(20_000)}`;
    const source: MessageSource = {
      platform: 'slack',
      link: '',
      messages: [{ by: 'Ann', at: 1, text, isChosen: true }],
    };
    const [kept] = shortenSource(source).messages;
    expect(kept?.text).to.match(/^a+ … b+$/);
    expect(kept?.text.length).to.be.within(7000, 9216);
  });
});
