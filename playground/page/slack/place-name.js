/** A channel's name as it stands over it and in the list: a lock, which is read out, when it is private. */
export function placeName({ kind, name }) {
  return kind === 'private' ? `🔒 ${name}` : `# ${name}`;
}
