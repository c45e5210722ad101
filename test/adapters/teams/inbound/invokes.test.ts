import { expect } from 'chai';
import { createWorkTracker } from '../../../../adapters/shared/work-tracker.js';
import { createDispatch } from '../../../../adapters/teams/inbound/dispatch.js';
import { activitySchema } from '../../../../adapters/teams/inbound/payloads.js';
import { createReferences } from '../../../../adapters/teams/inbound/references.js';
import type { Messenger } from '../../../../adapters/teams/outbound/messenger.js';
import { createSeals } from '../../../../adapters/teams/render/form/seal.js';
import type { Reply } from '../../../../src/ports/intake.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { silentMeter } from '../../../../src/ports/meter.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import { createMemoryReferences, NOW, PASSWORD, startAdapter } from '../fake-microsoft.js';
import { type ActivityJson, ANN, fixture, TENANT, THREAD } from '../fixtures.js';

const NOTICE: Reply = { kind: 'notice', notice: { text: 'For Ann alone', blocks: [] } };

const SEALS = createSeals({
  ...{ tenantId: TENANT, credentials: { kind: 'password', password: PASSWORD } },
});

describe('An invoke from Teams', () => {
  const NOT_IN_TIME: Reply = { kind: 'notice', notice: { text: 'too late', blocks: [] } };

  async function impatiently(
    name: 'task-fetch' | 'task-submit' | 'card-action',
    core: Promise<Reply>,
    changes: ActivityJson = {},
  ) {
    const replaced: (readonly [string, string])[] = [];
    const workTracker = createWorkTracker();
    const { intake, replyContext } = {
      intake: { handle: () => core },
      replyContext: { tenant: TENANT, logger: silentLogger },
    };
    const references = createReferences({
      ...{ store: createMemoryReferences().store, logger: silentLogger, meter: silentMeter },
      now: Date.now,
      wallNow: Date.now,
    });
    const messenger: Messenger = {
      replyInConversation: async () => false,
      directMessage: async () => false,
      replaceInConversation: async ({ conversation }, activity) => {
        replaced.push([conversation.id, activity]);
        return true;
      },
    };
    const dispatch = createDispatch({
      ...{
        intake,
        replyContext,
        references,
        workTracker,
        messenger,
        now: () => NOW,
        replyTimeoutMs: 5,
      },
      seals: SEALS,
    });
    const answer = await dispatch(activitySchema.parse(fixture(name, changes)));
    return { answer, workTracker, replaced };
  }

  it('updates the card that opened the form also when the core replies too late', async () => {
    let finish: (reply: Reply) => void = () => undefined;
    const core = new Promise<Reply>((resolve) => {
      finish = resolve;
    });
    const opener = { conversation: THREAD, activity: '1741000000777' };
    const sealed = { kind: 'submit', form: 'file', context: '', opener } as const;
    const redress = {
      ...{ ...sealed, submission: 's_1', zone: null, seal: SEALS.createSeal(ANN)(sealed) },
      carried: { t: 'T', s: 'S', b: [], f: [] },
    };
    const value = { data: { redress } };
    const { answer, workTracker, replaced } = await impatiently('task-submit', core, { value });
    expect(JSON.stringify(answer.body)).to.include(TEAMS_TEXT.lateForm);
    expect(replaced).to.deep.equal([]);
    const notice = { text: 'C-1001 is recorded.', blocks: [] };
    finish({ kind: 'recorded', reference: 'C-1001', notice });
    await workTracker.waitUntilIdle(1000);
    expect(replaced).to.deep.equal([[THREAD, opener.activity]]);
  });

  it('is answered before Teams times out, while the core continues', async () => {
    let finish: (reply: Reply) => void = () => undefined;
    const core = new Promise<Reply>((resolve) => {
      finish = resolve;
    });
    const { answer, workTracker } = await impatiently('card-action', core);
    expect(answer.isLate).to.equal(true);
    expect(answer.body).to.deep.include({ statusCode: 200, value: TEAMS_TEXT.late });
    expect(await workTracker.waitUntilIdle(1)).to.equal(false);
    finish(NOT_IN_TIME);
    expect(await workTracker.waitUntilIdle(100)).to.equal(true);
  });

  it('is answered 500 when the core fails', async () => {
    const adapter = await startAdapter(async () => {
      throw new TypeError('the store is away');
    });
    expect((await adapter.post(fixture('card-action'))).status).to.equal(500);
  });

  it('is never answered by a message task, for which Teams shows an empty box', async () => {
    const adapter = await startAdapter(async () => ({ kind: 'none' }));
    const strange = { commandId: 'dance', data: { redress: { kind: 'dance' } } };
    const taskOf = async (
      name: 'task-fetch' | 'extension-on-message' | 'extension-submit',
      changes = {},
    ) => JSON.parse((await adapter.post(fixture(name, changes))).body).task;
    const answers = [
      await taskOf('task-fetch'),
      await taskOf('task-fetch', { value: strange }),
      await taskOf('extension-on-message'),
      await taskOf('extension-on-message', { value: strange }),
      await taskOf('extension-submit', { value: strange }),
    ];
    expect(answers.map(({ type }) => type)).to.deep.equal(answers.map(() => 'continue'));
    expect(answers.map(({ value }) => JSON.stringify(value.card.content.body))).to.satisfy(
      (bodies: readonly string[]) =>
        bodies.every(
          (body) => body.includes(TEAMS_TEXT.done) || body.includes(TEAMS_TEXT.unknownButton),
        ),
    );
  });

  it('of a button that opens a form now, on a card of an earlier release, says where to go on', async () => {
    const form: Reply = {
      kind: 'form',
      form: {
        ...{ id: 'tell', submissionId: 's', context: 'C-1001', title: 'T' },
        ...{ submit: 'Record', blocks: [], fields: [] },
      },
    };
    const adapter = await startAdapter(async () => form);
    const pressed = JSON.parse((await adapter.post(fixture('card-action'))).body);
    expect(pressed).to.deep.include({ statusCode: 200, value: TEAMS_TEXT.openDetails });
  });

  it('of an unknown button is answered with `unknownButton`', async () => {
    const adapter = await startAdapter(async () => NOTICE);
    const value = { data: { redress: { kind: 'dance' } }, context: {} };
    const fetched = await adapter.post(fixture('task-fetch', { value }));
    expect(JSON.parse(fetched.body).task.type).to.equal('continue');
    expect(fetched.body).to.contain(TEAMS_TEXT.unknownButton);
    const action = { type: 'Action.Execute', verb: 'press', data: {} };
    const pressed = await adapter.post(fixture('card-action', { value: { action } }));
    expect(JSON.parse(pressed.body)).to.deep.include({ statusCode: 400 });
  });
});
