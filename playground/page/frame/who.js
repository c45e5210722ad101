const KEY = 'who';

/** Remembers by name who somebody is, so that they stay the same person in Slack and in Teams. */
export function rememberPerson({ name }) {
  localStorage.setItem(KEY, name);
}

/** The person of `people` with that id, else the one remembered, else the first. */
export function recallPerson(people, id) {
  const before = localStorage.getItem(KEY);
  return (
    people.find((person) => person.id === id) ??
    people.find((person) => person.name === before || person.id === before) ??
    people[0]
  );
}
