/** A text of at most `letters` characters (code points), with an ellipsis where something is missing. */
export function shortened(text: string, letters: number): string {
  const all = [...text];
  return all.length > letters ? `${all.slice(0, letters).join('')}…` : text;
}
