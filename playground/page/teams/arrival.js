/** What was new when the person came to the conversation that is open. */
const arrival = { key: '', from: 0, to: 0 };

function newestOf({ posts, chatMessages }) {
  const ids = [...chatMessages, ...posts, ...posts.flatMap(({ replies }) => replies)];
  return Math.max(0, ...ids.map(({ id }) => Number(id)));
}

/**
 * Notes, once for each visit, up to where the person had read the conversation; the page marks it
 * read as soon as it is shown, and what was new stays marked until they leave.
 */
export function noteArrival(screen, user) {
  const key = `${user}:${screen.open}`;
  if (arrival.key === key) return;
  const to = newestOf(screen);
  const from = Number(screen.seen);
  Object.assign(arrival, { key, from, to });
}

/** Another conversation or person follows. */
export function endVisit() {
  arrival.key = '';
}

/** Whether the message was new to this person when they came here. */
export function isNew({ id, from }, user) {
  const number = Number(id);
  return number > arrival.from && number <= arrival.to && from !== user;
}
