import { el } from './dom.js';
import { openDrawer } from './drawer.js';
import { STEPS } from './guide-steps.js';
import {
  cardTarget,
  chatTarget,
  OTHER_WORDS,
  recordingTargets,
  reportTarget,
} from './guide-targets.js';
import { RECORDING, sampleWords, titleOf } from './guide-words.js';

function stepMark(step, index, { done, next }) {
  const isDone = done.includes(step);
  const props = { className: isDone ? 'done' : '', title: titleOf(step) };
  const current = step === next ? { 'aria-current': 'step' } : {};
  const state = isDone ? ', done' : '';
  return el(
    'li',
    { ...props, ...current },
    el('span', { 'aria-hidden': 'true' }, isDone ? '✓' : String(index + 1)),
    el('span', { className: 'sr-only' }, `${titleOf(step)}${state}`),
  );
}

/** The five steps as marks in a row. */
export function stepMarks(progress) {
  return STEPS.map((step, index) => stepMark(step, index, progress));
}

function link(words, onclick) {
  return el('button', { type: 'button', className: 'link', onclick }, words);
}

function reminderOffer({ complaint, next }, people, show) {
  const isReminded = complaint?.owner && complaint.nudges > 0 && next !== 'closed';
  if (!isReminded) return null;
  const go = () => void show(chatTarget(complaint, people), { at: 'place' });
  return link(`See what ${complaint.owner.split(' ')[0]} was sent`, go);
}

function furtherOffers(people, show) {
  const report = () => void show(reportTarget(people, OTHER_WORDS), { at: 'composer' });
  return [
    el('h3', {}, 'Now the other way round'),
    el(
      'ul',
      { className: 'guide-further' },
      el(
        'li',
        {},
        link('Report a late repair', report),
        ': its team works in Teams. Both cards change together.',
      ),
      el(
        'li',
        {},
        link('Break something', () => openDrawer('trouble')),
        ' and see that nothing is lost.',
      ),
      el(
        'li',
        {},
        link('Look inside', () => openDrawer('underneath')),
        ' at what Redress does.',
      ),
    ),
  ];
}

/** Other ways to record a complaint: each with the words in the composer. */
function recordingOffers(people, show) {
  const rows = Object.entries(recordingTargets(people)).map(([way, target]) => {
    const { label, how } = RECORDING[way];
    const go = () => void show(target, { at: 'composer' });
    return el('li', {}, link(label, go), how);
  });
  return [el('h3', {}, 'Other ways to record'), el('ul', { className: 'guide-further' }, rows)];
}

/** What else can be looked at from here. */
export function offers(progress, people, show) {
  const reminder = reminderOffer(progress, people, show);
  const isThrough = progress.next === 'follow-up' || progress.next === 'closed';
  return [
    ...(reminder ? [el('p', {}, reminder)] : []),
    ...(isThrough ? [...furtherOffers(people, show), ...recordingOffers(people, show)] : []),
  ];
}

/** The button that adds the samples, and where they are once they are there. */
export function samples(state, complaints, { busy, making, add, show }) {
  if (state.samples === 'none' && !making) {
    const props = { type: 'button', className: 'button', onclick: add, disabled: busy };
    return el('p', {}, el('button', props, 'Add three sample complaints'));
  }
  if (state.samples !== 'there') {
    return el('p', { className: 'quiet' }, 'Three sample complaints are being made…');
  }
  const visit = (complaint) => () => {
    const point = { at: 'button', reference: complaint.reference, label: 'Details' };
    void show(cardTarget(complaint, state.people), point);
  };
  const rows = complaints
    .filter(({ sample }) => sample)
    .map((complaint) =>
      el('li', {}, link(complaint.reference, visit(complaint)), ` ${sampleWords(complaint)}`),
    );
  return el(
    'div',
    {},
    el('h3', {}, 'Three sample complaints'),
    el('ul', { className: 'guide-samples' }, rows),
  );
}
