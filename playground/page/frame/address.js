/** Where a page is, as its address has it after the `#`: who looks, at which conversation, thread, tab. */
const PARTS = ['user', 'place', 'thread', 'tab'];

/** The part of the address after the `#`, for who looks at what. */
export function toHash(at) {
  const parts = PARTS.map((name) => encodeURIComponent(at[name] ?? ''));
  while (parts.at(-1) === '') parts.pop();
  return `#${parts.join('/')}`;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return ''; // an address somebody typed
  }
}

/** Who looks at what by that part of the address; what it does not name is ''. */
export function fromHash(hash) {
  const parts = hash.replace(/^#/, '').split('/').map(decoded);
  return Object.fromEntries(PARTS.map((name, i) => [name, parts[i] ?? '']));
}
