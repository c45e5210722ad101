/** How many are offered at once. */
const MOST = 8;

function commands(text, { app }) {
  const typed = /^\/(\S*)$/.exec(text);
  if (!typed || !app) return [];
  const start = typed[0].toLowerCase();
  return app.commands
    .filter(({ command }) => command.startsWith(start))
    .map(({ command, hint, description }) => ({
      label: command,
      hint,
      detail: `${description} · ${app.name}`,
      text: `${command} `,
      isWhole: command === start,
    }));
}

/** Whether what is typed begins a word of the name. */
function begins(name, typed) {
  const words = [name, ...name.split(' ').slice(1)];
  return words.some((word) => word.toLowerCase().startsWith(typed));
}

function names(text, { people, groups }) {
  const found = /(^|[\s(])@([\p{L}\d.-]*)$/u.exec(text);
  if (!found) return [];
  const typed = found[2].toLowerCase();
  const before = text.slice(0, text.length - typed.length - 1);
  const all = [
    ...people.filter(({ deleted }) => !deleted).map(({ name, title }) => [name, title]),
    ...groups.map(({ handle }) => [handle, 'user group']),
  ];
  return all
    .filter(([name]) => begins(name, typed))
    .map(([name, detail]) => ({
      label: `@${name}`,
      detail,
      text: `${before}@${name} `,
      isWhole: name.toLowerCase() === typed,
    }));
}

/**
 * What the composer offers for the text before the caret: the app's commands behind `/` at the very
 * beginning, people and groups behind `@`. Each has the text that stands there once it is chosen;
 * `isWhole` when it is typed out already.
 */
export function suggestionsFor(text, directory) {
  return [...commands(text, directory), ...names(text, directory)].slice(0, MOST);
}

/** How a command that is typed out is to go on, e.g. `[what happened] | list`, or `undefined`. */
export function hintFor(text, { app }) {
  const [first = ''] = text.split(/\s/);
  return app?.commands.find(({ command }) => command === first && text.includes(' '));
}
