const KEY = 'who';

/**
 * Remembers by name who somebody is, so that they stay the same person in Slack and in Teams, in
 * this tab whatever happens in others, and in a new tab until somebody else is chosen there.
 */
export function rememberPerson({ name }) {
  sessionStorage.setItem(KEY, name);
  localStorage.setItem(KEY, name);
}

/** The person of `people` with that id or name, else the one remembered, else the first. */
export function recallPerson(people, wanted) {
  const names = [wanted, sessionStorage.getItem(KEY), localStorage.getItem(KEY)];
  for (const name of names) {
    const found = people.find((person) => person.id === name || person.name === name);
    if (found) return found;
  }
  return people[0];
}

/** The first letters of a name's first and last word. */
export function initials(name) {
  const words = name.split(' ').filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...word][0].toUpperCase()).join('');
}
