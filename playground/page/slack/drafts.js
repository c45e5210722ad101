/**
 * What somebody wrote and did not send, by person, conversation and thread. It stays as long as the
 * browser's tab does.
 */
const keyOf = ({ user, place, thread = '' }) => `draft:slack:${user}:${place}:${thread}`;

/** What was written there, or nothing. */
export function readDraft(at) {
  return sessionStorage.getItem(keyOf(at)) ?? '';
}

/** Keeps what is written there. */
export function keepDraft(at, text) {
  if (text === '') sessionStorage.removeItem(keyOf(at));
  else sessionStorage.setItem(keyOf(at), text);
}
