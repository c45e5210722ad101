async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The playground answered ${response.status}.`);
  return body;
}

/** Reads from the playground. */
export async function read(path, query = {}) {
  const known = Object.entries(query).filter(([, value]) => value);
  const search = new URLSearchParams(known).toString();
  return answerOf(await fetch(search ? `${path}?${search}` : path));
}

/** Does something in the playground. Throws an Error with words for the person when refused. */
export async function act(path, body) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** Listens to live updates; the browser connects again by itself. */
export function listen(onChange, onConnection, path = '/events') {
  const source = new EventSource(path);
  source.onmessage = (event) => onChange(JSON.parse(event.data));
  source.onopen = () => onConnection(true);
  source.onerror = () => onConnection(false);
}
