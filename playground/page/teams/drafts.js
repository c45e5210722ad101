/** What one person wrote and did not send, by conversation; kept as long as the tab is open. */
function keyOf(user, conversation) {
  return `draft:teams:${user}:${conversation}`;
}

export function readDraft(user, conversation) {
  return sessionStorage.getItem(keyOf(user, conversation)) ?? '';
}

export function keepDraft(user, conversation, text) {
  const key = keyOf(user, conversation);
  if (text === '') sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, text);
}
