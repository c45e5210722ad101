import { ActivityHandler, type InvokeResponse, type TurnContext } from 'botbuilder';
import { expect } from 'chai';
import { TurnAdapter } from '../../../../adapters/teams/inbound/dispatch.js';
import type { InboundEvent, Reply } from '../../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import { startAdapter } from '../fake-microsoft.js';
import { APP_ID, type Fixture, fixture } from '../fixtures.js';

const NONE: Reply = { kind: 'none' };

/** A core that records the kinds of events. */
function createRecordingCore() {
  const kinds: string[] = [];
  const handle = async ({ payload }: InboundEvent) => {
    kinds.push(payload.kind);
    return NONE;
  };
  return { kinds, handle };
}

describe('A Teams activity', () => {
  const INVOKES: readonly Fixture[] = [
    ...(['task-fetch', 'task-submit', 'card-action'] as const),
    ...(['extension-on-message', 'extension-submit'] as const),
  ];
  // botbuilder recognises its own errors by these messages.
  for (const message of ['NotImplemented', 'BadRequest', 'the store is away']) {
    it(`is answered 500 when the core fails with “${message}”, whatever its type`, async () => {
      const adapter = await startAdapter(async () => {
        throw new Error(message);
      });
      for (const name of [...INVOKES, 'message-personal', 'installation-personal'] as const) {
        expect((await adapter.post(fixture(name))).status, name).to.equal(500);
      }
    });
  }

  it('reaches the core for each installation and removal of the app, and for no other change of members', async () => {
    const { kinds, handle } = createRecordingCore();
    const adapter = await startAdapter(handle);
    const us = [{ id: `28:${APP_ID}` }];
    const others = [{ id: '29:1ben' }];
    const post = (name: Fixture, changes: Record<string, unknown>) =>
      adapter.post(fixture(name, { id: `f:${Math.random()}`, ...changes }));
    for (const action of ['add', 'add-upgrade', 'remove', 'remove-upgrade', 'rename', undefined]) {
      await post('installation-personal', { action });
    }
    expect(kinds.splice(0)).to.deep.equal(['installed', 'installed', 'uninstalled']);
    await post('members-added-personal', { membersAdded: us });
    await post('members-added-personal', { membersAdded: undefined, membersRemoved: us });
    expect(kinds.splice(0)).to.deep.equal(['installed', 'uninstalled']);
    await post('members-added-personal', { membersAdded: others });
    await post('members-added-personal', { membersAdded: undefined, membersRemoved: others });
    await post('members-added-personal', { membersAdded: undefined });
    await post('installation-team', { action: 'add' });
    expect(kinds).to.deep.equal([]);
  });

  it('without content causes no error, whatever its type', async () => {
    const { kinds, handle } = createRecordingCore();
    const adapter = await startAdapter(handle);
    const bare = { channelData: { tenant: fixture('message-personal').channelData }, value: null };
    const types = ['messageUpdate', 'messageDelete', 'event', 'messageReaction', 'command', 'x'];
    for (const type of types) {
      const { status } = await adapter.post(fixture('message-personal', { ...bare, type }));
      expect(status, type).to.equal(200);
    }
    expect(kinds).to.deep.equal([]);
  });

  it('with an unknown invoke is answered 501', async () => {
    const { kinds, handle } = createRecordingCore();
    const adapter = await startAdapter(handle);
    const names = ['tab/fetch', 'signin/verifyState', 'composeExtension/query', 'dance', undefined];
    for (const name of names) {
      const { status } = await adapter.post(fixture('task-fetch', { name }));
      expect(status, name).to.equal(501);
    }
    expect(kinds).to.deep.equal([]);
  });

  it('with an invoke without our data is answered with `unknownButton`', async () => {
    const { kinds, handle } = createRecordingCore();
    const adapter = await startAdapter(handle);
    for (const value of [null, 'text', { action: null }, { action: { verb: 'press' } }]) {
      const pressed = await adapter.post(fixture('card-action', { value }));
      expect(pressed.status).to.equal(200);
      expect(JSON.parse(pressed.body)).to.deep.include({ statusCode: 400 });
      for (const name of ['task-fetch', 'task-submit', 'extension-submit'] as const) {
        const { body } = await adapter.post(fixture(name, { value }));
        expect(JSON.parse(body).task.type, name).to.equal('continue');
        expect(body, name).to.contain(TEAMS_TEXT.unknownButton);
      }
    }
    expect(kinds).to.deep.equal([]);
  });

  it('that closes a dialog gets no body for a task, and an empty one for the extension', async () => {
    const adapter = await startAdapter(async () => NONE);
    expect((await adapter.post(fixture('task-submit'))).body).to.equal('');
    expect((await adapter.post(fixture('extension-submit'))).body).to.equal('{}');
  });
});

describe('The turn adapter', () => {
  const adapter = new TurnAdapter();
  const activity = { type: 'message', channelId: 'msteams' };

  async function findError(act: (turn: TurnContext) => Promise<unknown>): Promise<unknown> {
    try {
      await adapter.runTurn(activity, new ActivityHandler().onMessage(act));
    } catch (error) {
      return error;
    }
    return undefined;
  }

  it('sends nothing but an invoke response', async () => {
    for (const act of [
      (turn: TurnContext) => turn.sendActivity('hello'),
      (turn: TurnContext) => turn.updateActivity({ id: '1', text: 'hello' }),
      (turn: TurnContext) => turn.deleteActivity('1'),
      () => adapter.continueConversation(),
    ]) {
      expect(await findError(act)).to.be.instanceOf(TypeError);
    }
  });

  it('returns the invoke response, and undefined without one', async () => {
    const value: InvokeResponse = { status: 200, body: { told: true } };
    const bot = new ActivityHandler().onMessage((turn) =>
      turn.sendActivity({ type: 'invokeResponse', value }),
    );
    expect(await adapter.runTurn(activity, bot)).to.deep.equal(value);
    expect(await adapter.runTurn(activity, new ActivityHandler())).to.equal(undefined);
  });
});
