import { el } from '../frame/dom.js';
import { plainText } from './emoji.js';
import { mrkdwn } from './mrkdwn.js';
import { build } from './tree.js';

function sheet({ title, text, confirm, deny, style }, context, answer) {
  const words = text.type === 'mrkdwn' ? build(mrkdwn(text.text, context)) : [plainText(text.text)];
  const button = (label, className, value) =>
    el('button', { type: 'button', className, onclick: () => answer(value) }, label);
  const yes = `button ${style === 'danger' ? 'danger' : 'primary'}`;
  return el(
    'div',
    { className: 'sheet' },
    el('h2', { id: 'ask-title' }, plainText(title?.text ?? 'Are you sure?')),
    el('p', { id: 'ask-text' }, words),
    el(
      'div',
      { className: 'buttons' },
      button(plainText(deny?.text ?? 'Cancel'), 'button', false),
      button(plainText(confirm?.text ?? 'Yes'), yes, true),
    ),
  );
}

/** Asks what a confirmation object says; resolves to whether the person agreed. */
export function ask(question, context) {
  const props = { className: 'modal', 'aria-labelledby': 'ask-title' };
  const dialog = el('dialog', { ...props, 'aria-describedby': 'ask-text' });
  return new Promise((resolve) => {
    let agreed = false;
    const answer = (value) => {
      agreed = value;
      dialog.close();
    };
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(agreed);
    });
    dialog.append(sheet(question, context, answer));
    document.body.append(dialog);
    dialog.showModal();
  });
}
