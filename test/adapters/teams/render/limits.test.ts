import { expect } from 'chai';
import fc from 'fast-check';
import { parseActionData, toForm } from '../../../../adapters/teams/render/action-data.js';
import type { CardAction, CardElement } from '../../../../adapters/teams/render/card-elements.js';
import { renderForm, renderNoticeDialog } from '../../../../adapters/teams/render/form/dialog.js';
import {
  LIMITS,
  MESSAGE_BUDGET,
  toDialogBytes,
  toMessageBytes,
} from '../../../../adapters/teams/render/limits.js';
import { renderOpener } from '../../../../adapters/teams/render/opener.js';
import {
  type RenderedMessage,
  renderCard,
  renderNotice,
} from '../../../../adapters/teams/render/render.js';
import { faultsInCard } from '../../../../playground/teams/cards/validate.js';
import { RedressError } from '../../../../src/errors.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Block, Button, Card } from '../../../../src/views/elements.js';
import { promiseForm } from '../../../../src/views/forms/forms.js';
import { resolveForm } from '../../../../src/views/forms/handling-forms.js';
import { correctForm } from '../../../../src/views/forms/intake-forms.js';
import * as arbitrary from './arbitraries.js';

const HERE = { tenant: arbitrary.TENANT, seal: () => 'x'.repeat(22) };
const runs = { numRuns: 50 };

function getContent(message: RenderedMessage) {
  const [attachment] = message.attachments;
  if (attachment === undefined) throw new Error('a message without a card');
  return attachment.content;
}

/** The faults of a card by the strict simulated tenant. Everybody can be mentioned. */
function findFaults(card: unknown, surface: 'message' | 'dialog'): readonly string[] {
  return faultsInCard(card, surface, () => true);
}

/** The actions of a card that send data, without those that only unfold one. */
function findPressActions(body: readonly CardElement[]): readonly CardAction[] {
  return body
    .flatMap((element) => (element.type === 'ActionSet' ? element.actions : []))
    .flatMap((action) => (action.type === 'Action.ShowCard' ? action.card.actions : [action]));
}

function findButtons(blocks: readonly Block[]): readonly Button[] {
  return blocks.flatMap((block) =>
    block.kind === 'buttons' ? [...block.buttons, ...(block.more ?? [])] : [],
  );
}

function parsePressData(actions: readonly CardAction[]): readonly unknown[] {
  return actions.map((action) => {
    const data = 'data' in action ? parseActionData(action.data) : undefined;
    return data?.kind === 'press' ? [data.action, data.value] : data;
  });
}

const toPressData = (buttons: readonly Button[]) =>
  buttons.map(({ action, value }) => [action, value]);

describe('Any content rendered for Teams:', () => {
  it('a card fits, passes the checker and keeps all its buttons', () => {
    fc.assert(
      fc.property(arbitrary.card, (card) => {
        const message = renderCard(card, HERE);
        expect(toMessageBytes(message)).to.be.at.most(MESSAGE_BUDGET);
        const content = getContent(message);
        expect(findFaults(content, 'message')).to.deep.equal([]);
        expect(parsePressData(findPressActions(content.body))).to.deep.equal(
          toPressData(findButtons(card.blocks)),
        );
      }),
      runs,
    );
  }).timeout(30_000);

  it('a notice fits and passes the checker, as a message and as a dialog, and mentions nobody', () => {
    fc.assert(
      fc.property(arbitrary.notice, (notice) => {
        const message = renderNotice(notice, HERE);
        const dialog = renderNoticeDialog(notice, HERE);
        expect(toMessageBytes(message)).to.be.at.most(MESSAGE_BUDGET);
        expect(toDialogBytes(dialog)).to.be.at.most(LIMITS.dialog);
        const content = getContent(message);
        expect(findFaults(content, 'message')).to.deep.equal([]);
        expect(findFaults(dialog.card.content, 'dialog')).to.deep.equal([]);
        expect(content.msteams).not.to.have.property('entities');
        const buttons = toPressData(findButtons(notice.blocks));
        expect(parsePressData(findPressActions(dialog.card.content.body))).to.deep.equal(buttons);
      }),
      runs,
    );
  }).timeout(30_000);

  it('a form fits, passes the checker, keeps all its fields and can be rendered again', () => {
    fc.assert(
      fc.property(arbitrary.form, (form) => {
        const around = { ...HERE, zone: 'Europe/Berlin' };
        const dialog = renderForm(form, around);
        expect(toDialogBytes(dialog)).to.be.at.most(LIMITS.dialog);
        expect(findFaults(dialog.card.content, 'dialog')).to.deep.equal([]);
        const [submit] = dialog.card.content.actions ?? [];
        if (submit === undefined) {
          expect(form.submit ?? form.fields.length).to.equal(0);
          return;
        }
        const data = 'data' in submit ? parseActionData(submit.data) : undefined;
        if (data?.kind !== 'submit') throw new Error('no submit data');
        const restored = toForm(data);
        const questions = form.fields.map(({ initial: _, ...rest }) => rest);
        expect(restored.fields).to.deep.equal(questions);
        expect([restored.id, restored.submissionId, restored.context]).to.deep.equal([
          form.id,
          form.submissionId,
          form.context,
        ]);
        const faults = [{ field: null, message: 'No.' }];
        const again = renderForm(restored, { ...around, values: {}, faults });
        expect(findFaults(again.card.content, 'dialog')).to.deep.equal([]);
      }),
      runs,
    );
  }).timeout(30_000);

  it('the card that opens the form accepts text of any length and script', () => {
    fc.assert(
      fc.property(arbitrary.text, (text) => {
        const message = renderOpener({ words: text, by: text });
        expect(toMessageBytes(message)).to.be.at.most(MESSAGE_BUDGET);
        expect(findFaults(getContent(message), 'message')).to.deep.equal([]);
      }),
      runs,
    );
  }).timeout(30_000);
});

describe('Content that is too long for Teams', () => {
  const quote = (text: string): Block => ({ kind: 'quote', label: 'Said', text, max: 20_000 });
  const buttons: Block = {
    kind: 'buttons',
    buttons: [{ action: 'take', value: 'C-1', label: 'Take', style: 'primary', opens: false }],
  };
  const card = (...blocks: Block[]): Card => ({ summary: 'C-1', title: null, blocks });
  const toJson = (message: RenderedMessage): string => JSON.stringify(getContent(message).body);

  it('has its quotes shortened first, then its notes, and a line about it above the buttons', () => {
    const LONG = [quote('漢'.repeat(20_000)), quote('字'.repeat(20_000))];
    const note: Block = { kind: 'note', text: [`${'n'.repeat(2000)}!`] };
    const body = getContent(renderCard(card(...LONG, note, buttons), HERE)).body;
    const all = JSON.stringify(body);
    expect(all).to.include('n'.repeat(2000)).and.to.include('…');
    expect(JSON.stringify(body.at(-2))).to.include(TEAMS_TEXT.shortened);
    expect(body.at(-1)).to.have.property('type', 'ActionSet');
  });

  it('loses blocks from the end when shortening is not enough, but never a button', () => {
    const many = Array.from({ length: 400 }, (_, n) => quote(`${n} ${'x'.repeat(100)}`));
    const message = renderCard(card(...many, buttons), HERE);
    expect(toMessageBytes(message)).to.be.at.most(MESSAGE_BUDGET);
    expect(toJson(message)).to.include('0 xxx').and.not.to.include('399 xxx');
    expect(toJson(message)).to.include('"title":"Take"').and.to.include(TEAMS_TEXT.shortened);
  });

  it('does not begin at 13 KB or 36 KB of text: a message takes 80 KB in UTF-16', () => {
    for (const length of [13_000, 18_000]) {
      const all = toJson(
        renderCard(card(quote('w'.repeat(length)), quote('漢'.repeat(length))), HERE),
      );
      expect(all).not.to.include(TEAMS_TEXT.shortened);
      expect(all).to.include('w'.repeat(length)).and.to.include('漢'.repeat(length));
    }
    const more = renderCard(
      card(...Array.from({ length: 5 }, () => quote('w'.repeat(20_000)))),
      HERE,
    );
    expect(toJson(more)).to.include(TEAMS_TEXT.shortened);
    expect(toMessageBytes(more)).to.be.within(60_000, LIMITS.message);
  });

  it('has a line about it only if something was shortened', () => {
    expect(toJson(renderCard(card(quote('short'), buttons), HERE))).not.to.include(
      TEAMS_TEXT.shortened,
    );
  });

  it('is refused with RENDER_LIMIT when its buttons or its fields alone are too large', () => {
    const value = 'v'.repeat(2000);
    const row = Array.from({ length: 30 }, (_, n) => ({
      action: `a${n}`,
      value,
      label: 'Press',
      style: 'plain' as const,
      opens: false,
    }));
    const tooMany: Block = { kind: 'buttons', buttons: row };
    const fields = Array.from({ length: 12 }, (_, n) => ({
      name: `f${n}`,
      label: 'What?',
      kind: 'text' as const,
      lines: 'many' as const,
      max: 3000,
      required: true,
      initial: '漢'.repeat(3000),
    }));
    const form = {
      id: 'file',
      submissionId: 's',
      context: '',
      title: 'T',
      submit: 'S',
      blocks: [],
      fields,
    };
    const renders = [
      () => renderCard(card(tooMany), HERE),
      () => renderNoticeDialog({ text: 'N', blocks: [tooMany] }, HERE),
      () => renderForm(form, { ...HERE, zone: null }),
    ];
    for (const render of renders) {
      expect(render).to.throw(RedressError).with.property('code', 'RENDER_LIMIT');
    }
  });

  it('never includes entered values: full forms in any script are rendered again in full', () => {
    for (const piece of ['漢', '"', '\n', 'é', '😀']) {
      const full = piece.repeat(3000 / piece.length);
      const name = piece.repeat(150 / piece.length);
      const details = {
        complainant: { name, account: name },
        description: full,
        desiredOutcome: full,
        impact: 'critical',
        means: 'in-person',
        isPublic: true,
      } as const;
      const resolving = resolveForm({ desiredOutcome: full, openPromises: [] }, 0);
      for (const draft of [correctForm(details), resolving, promiseForm()]) {
        const form = { ...draft, submissionId: 's'.repeat(40), context: 'C-999999999999/p999999' };
        const long = form.fields.filter(({ kind }) => kind === 'text');
        const values = Object.fromEntries(
          long.map((one) => [`f.${one.name}`, 'max' in one && one.max < 3000 ? name : full]),
        );
        const faults = long.map(({ name: field }) => ({
          field,
          message: 'Not so. '.repeat(9),
        }));
        const dialog = renderForm(form, { ...HERE, zone: 'Europe/Berlin', values, faults });
        const shown = JSON.stringify(dialog.card.content.body);
        for (const value of Object.values(values)) expect(shown).to.include(JSON.stringify(value));
      }
    }
  });

  it('is dropped from the form state before its blocks are shortened', () => {
    const texts = ['漢', 'x', 'é'].map((piece) => piece.repeat(3000));
    const blocks = texts.map(quote);
    const fields = [
      { name: 'done', label: 'Done?', kind: 'text', lines: 'many', max: 3000, required: true },
    ] as const;
    const form = {
      id: 'resolve',
      submissionId: 's',
      context: 'C-1',
      title: 'T',
      submit: 'S',
      blocks,
      fields,
    };
    const { content } = renderForm(form, { ...HERE, zone: null }).card;
    for (const text of texts) expect(JSON.stringify(content.body)).to.include(text);
    expect(content.actions?.[0]).to.have.nested.property('data.redress.carried.b').that.is.empty;
  });
});
