import { h } from './tree.js';

const START = 'Redress sent something this page cannot show';

/** What stands in place of something the bot sent that this page does not know. */
export function problem(words) {
  return h('p', { className: 'unknown', role: 'alert' }, `${START}: ${words}.`);
}

/** The same within a line of text. */
export function inlineProblem(words) {
  return h('span', { className: 'unknown', role: 'alert' }, `[${START}: ${words}.]`);
}

/** What `make` shows, or words about what went wrong: one part never takes the page with it. */
export function guarded(what, make) {
  try {
    return make();
  } catch (error) {
    return problem(`${what} (${error.message})`);
  }
}
