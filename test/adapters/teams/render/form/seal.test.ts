import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createSeals, type SealedContent } from '../../../../../adapters/teams/render/form/seal.js';
import type { InboundEvent, Reply } from '../../../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../../../src/text/teams-en.js';
import type { Notice } from '../../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../../sample-form.js';
import { PASSWORD, startAdapter } from '../../fake-microsoft.js';
import { type ActivityJson, ANN, type Fixture, fixture, TENANT } from '../../fixtures.js';

const BEN = '7b0e5d11-94c2-4a7e-8f3d-2c6a1b9e0d84';
const PEM = readFileSync(
  new URL('../../../../fixtures/teams/certificate.pem', import.meta.url),
  'utf8',
);

const seals = (password = PASSWORD, tenantId = TENANT) =>
  createSeals({ tenantId, credentials: { kind: 'password', password } });

const SUBMIT = { kind: 'submit', form: 'withdraw', context: 'C-1001' } as const;
const PRESS = { kind: 'press', action: 'take', value: 'C-1001', form: 'details' } as const;

describe('The seal of a dialog in Teams', () => {
  it('is valid in every process with the same secret, and in no other', () => {
    for (const content of [SUBMIT, PRESS]) {
      const seal = seals().createSeal(ANN)(content);
      expect(seals().verify(ANN, { ...content, seal })).to.equal(true);
      expect(seals('another').verify(ANN, { ...content, seal })).to.equal(false);
      expect(seals(PASSWORD, BEN).verify(ANN, { ...content, seal })).to.equal(false);
    }
  });

  it('is made with the private key when the app has a certificate', () => {
    const own = createSeals({ tenantId: TENANT, credentials: { kind: 'certificate', pem: PEM } });
    const seal = own.createSeal(ANN)(SUBMIT);
    expect(own.verify(ANN, { ...SUBMIT, seal })).to.equal(true);
    expect(seals().verify(ANN, { ...SUBMIT, seal })).to.equal(false);
  });

  it('is valid for one person and one content', () => {
    const changed: readonly [SealedContent, SealedContent][] = [
      [SUBMIT, { ...SUBMIT, form: 'resolve' }],
      [SUBMIT, { ...SUBMIT, context: 'C-1002' }],
      [PRESS, { ...PRESS, action: 'release' }],
      [PRESS, { ...PRESS, value: 'C-1002' }],
      [PRESS, { kind: 'press', action: 'take', value: 'C-1001' }],
      [SUBMIT, { kind: 'press', form: 'withdraw', action: 'C-1001', value: '' }],
    ];
    for (const [content, other] of changed) {
      const seal = seals().createSeal(ANN)(content);
      expect(seals().verify(BEN, { ...content, seal })).to.equal(false);
      expect(seals().verify(ANN, { ...other, seal }), JSON.stringify(other)).to.equal(false);
    }
  });

  it('is invalid when it is missing, shortened or changed', () => {
    const whole = seals().createSeal(ANN)(SUBMIT);
    for (const seal of ['', whole.slice(0, 8), `${whole}AAAA`, whole.toLowerCase(), '%']) {
      expect(seals().verify(ANN, { ...SUBMIT, seal }), seal).to.equal(false);
    }
    expect(seals().verify(ANN, SUBMIT)).to.equal(false);
  });
});

/** Starts an adapter whose core records events. */
async function startRecordingAdapter(reply: Reply = { kind: 'none' }) {
  const events: InboundEvent[] = [];
  const adapter = await startAdapter(async (incoming) => {
    events.push(incoming);
    return reply;
  });
  let count = 0;
  const post = async (name: Fixture, redress: object, by = ANN, changes: ActivityJson = {}) => {
    count += 1;
    const from = { id: `29:${by}`, aadObjectId: by };
    const data = { redress };
    const action = { type: 'Action.Execute', verb: 'press', data };
    const byName: Partial<Record<Fixture, object>> = {
      'card-action': { action },
      'message-with-value': data,
    };
    const value = byName[name] ?? { commandId: 'complaint', data };
    const answer = await adapter.post(fixture(name, { id: `f:${count}`, from, value, ...changes }));
    return answer.body;
  };
  return { adapter, events, post };
}

/** The data of all actions in a dialog, in order. */
function findActions(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  const { redress } = value as { redress?: object };
  return redress === undefined ? Object.values(value).flatMap(findActions) : [redress];
}

const DETAILS: Notice = {
  text: 'C-1001',
  blocks: [
    {
      kind: 'buttons',
      buttons: [{ action: 'take', value: 'C-1001', label: 'Take', style: 'plain', opens: false }],
    },
  ],
};

describe('An action from a dialog in Teams', () => {
  const DIALOGS: readonly Fixture[] = ['task-submit', 'extension-submit'];
  const carried = { t: 'T', s: 'S', b: [], f: [] };
  const unsealed = { ...SUBMIT, submission: 's-1', zone: null, carried };

  it('reaches the core from a dialog that the bot rendered for the person', async () => {
    for (const reply of [
      { kind: 'form', form: SAMPLE_FORM },
      { kind: 'notice', notice: DETAILS },
    ] as const) {
      for (const name of DIALOGS) {
        const { events, post } = await startRecordingAdapter(reply);
        const opened = await post('task-fetch', { kind: 'press', action: 'x', value: '' });
        const [content] = findActions(JSON.parse(opened));
        await post(name, content ?? {});
        expect(events.map(({ payload }) => payload.kind)).to.deep.equal([
          'action',
          reply.kind === 'form' ? 'submission' : 'action',
        ]);
      }
    }
  });

  it("is refused from a forged dialog, and from another person's", async () => {
    for (const name of DIALOGS) {
      const { adapter, events, post } = await startRecordingAdapter();
      const made = seals().createSeal(BEN);
      const forged = [
        ...[unsealed, { ...unsealed, seal: 'AAAAAAAAAAAAAAAAAAAAAA' }],
        ...[{ ...unsealed, seal: made(SUBMIT) }, PRESS, { ...PRESS, seal: made(PRESS) }],
        { kind: 'press', action: 'take', value: 'C-1001' },
      ];
      for (const redress of forged) {
        expect(await post(name, redress)).to.contain(TEAMS_TEXT.openAgain);
      }
      expect(events).to.deep.equal([]);
      expect(adapter.lines.join()).to.contain('dialog action with an invalid seal refused');
    }
  });

  it('is accepted only from a dialog', async () => {
    const { events, post } = await startRecordingAdapter();
    const made = seals().createSeal(ANN);
    const whole = [
      { ...unsealed, seal: made(SUBMIT) },
      { ...PRESS, seal: made(PRESS) },
    ];
    for (const redress of whole) {
      expect(await post('card-action', redress)).to.contain(TEAMS_TEXT.unknownButton);
      expect(await post('task-fetch', redress)).to.contain(TEAMS_TEXT.unknownButton);
      expect(await post('message-with-value', redress)).to.equal('');
    }
    expect(events).to.deep.equal([]);
  });

  it('has the person in its event id, whatever submission the client sends', async () => {
    const { events, post } = await startRecordingAdapter();
    for (const who of [ANN, BEN]) {
      await post('task-submit', { ...unsealed, seal: seals().createSeal(who)(SUBMIT) }, who);
    }
    expect(events.map(({ eventId }) => eventId)).to.deep.equal([`${ANN}/s-1`, `${BEN}/s-1`]);
  });
});
