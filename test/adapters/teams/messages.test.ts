import { expect } from 'chai';
import type { Incoming, Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import { fixture, PERSONAL, THREAD } from './fixtures.js';
import { said, startAdapter } from './microsoft.js';

const NONE: Reply = { kind: 'none' };
const NOTICE: Reply = { kind: 'notice', notice: { text: 'For Ann alone', blocks: [] } };

describe('A message in Teams', () => {
  it('that could not be taken is answered 500 and taken when it comes again', async () => {
    let fails = true;
    const seen: Incoming[] = [];
    const adapter = await startAdapter(async (incoming) => {
      if (fails) throw new TypeError('the store is away');
      seen.push(incoming);
      return NONE;
    });
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(500);
    fails = false;
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(200);
    expect(seen.map(({ gesture }) => gesture.kind)).to.deep.equal(['heard']);
  });

  it('whose place to write to could not be kept comes again', async () => {
    const adapter = await startAdapter(async () => NONE);
    adapter.references.store.put = async () => {
      throw new TypeError('the store is away');
    };
    expect((await adapter.post(fixture('installation-team'))).status).to.equal(500);
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(500);
    const press = await adapter.post(fixture('card-action'));
    expect(press.status, 'a person is not kept from acting').to.equal(200);
  });

  it('in a channel is answered to its author alone, with a pointer for all', async () => {
    const adapter = await startAdapter(async () => NOTICE);
    await adapter.post(fixture('message-mention', { text: '<at>Redress</at> list' }));
    expect(said(adapter)).to.deep.equal([
      ['a:opened', 'For Ann alone'],
      [THREAD, TEAMS_TEXT.seePersonalChat],
    ]);
  });

  it('in a channel whose author cannot be written to gets words that say nothing', async () => {
    const other = await startAdapter(async () => NONE);
    const adapter = await startAdapter(async () => NOTICE, {
      fetch: refusingChats(other.microsoft.fetch),
    });
    const answer = await adapter.post(
      fixture('message-mention', { text: '<at>Redress</at> help' }),
    );
    expect(answer.status).to.equal(200);
    expect(said(other)).to.deep.equal([[THREAD, TEAMS_TEXT.cannotWrite]]);
    expect(adapter.lines.join()).to.contain('did not take an answer');
  });

  it('with our name alone asks for help', async () => {
    const seen: Incoming[] = [];
    const adapter = await startAdapter(async (incoming) => {
      seen.push(incoming);
      return NONE;
    });
    await adapter.post(fixture('message-mention', { text: '<at>Redress</at> ' }));
    expect(seen[0]?.gesture).to.deep.equal({ kind: 'slash', text: 'help' });
  });
});

describe('The installation of the app for a person', () => {
  it('is greeted once, however often Teams tells of it', async () => {
    const seen: Incoming[] = [];
    const adapter = await startAdapter(async (incoming) => {
      seen.push(incoming);
      return incoming.gesture.kind === 'arrived' ? NOTICE : NONE;
    });
    await adapter.post(fixture('members-added-personal'));
    await adapter.post(fixture('installation-personal'));
    await adapter.post(fixture('installation-personal', { action: 'add-upgrade', id: 'f:2' }));
    await adapter.post(fixture('installation-personal', { action: 'remove', id: 'f:3' }));
    expect(seen.map(({ gesture }) => gesture.kind)).to.deep.equal([
      'arrived',
      'arrived',
      'arrived',
      'left',
    ]);
    expect(said(adapter)).to.deep.equal([[PERSONAL, 'For Ann alone']]);
  });
});

/** Microsoft, but for chats with people, which it refuses. */
function refusingChats(usual: typeof fetch): typeof fetch {
  return async (input, init) =>
    String(input).endsWith('/v3/conversations')
      ? Response.json({ error: { code: 'BotNotInConversationRoster' } }, { status: 403 })
      : usual(input, init);
}
