/** The ids of a field's inputs. A moment has two: Teams has no input for both. */
export function inputIds(name: string): {
  readonly value: string;
  readonly date: string;
  readonly time: string;
} {
  const value = `f.${name}`;
  return { value, date: `${value}.date`, time: `${value}.time` };
}

/** What stands in an input of a submission; the empty string when nothing does. */
export function readInput(inputs: unknown, id: string): string {
  if (typeof inputs !== 'object' || inputs === null || !Object.hasOwn(inputs, id)) return '';
  const value: unknown = Reflect.get(inputs, id);
  return typeof value === 'string' ? value : '';
}
