async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The playground answered ${response.status}.`);
  return body;
}

/** A request that reached nobody has words for the person, not the browser's "Failed to fetch". */
async function ask(path, init) {
  try {
    return await fetch(path, init);
  } catch (cause) {
    throw new Error('The playground does not answer. Try again when it is back.', { cause });
  }
}

/** Reads from the playground. */
export async function read(path, query = {}) {
  const known = Object.entries(query).filter(([, value]) => value);
  const search = new URLSearchParams(known).toString();
  return answerOf(await ask(search ? `${path}?${search}` : path));
}

/** Does something in the playground. Throws an Error with words for the person when refused. */
export async function act(path, body) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(await ask(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}
