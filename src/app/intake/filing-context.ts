import type { ComplaintId } from '../../domain/complaint/facts.js';

/** What the form for a new complaint carries besides what people see in it. */
export interface FilingContext {
  /** The team in whose channel it was asked for; null if it was none's. */
  readonly team: string | null;
  /** The complaints that it is to be linked to. Who submits it may see them, or they are left out. */
  readonly links: readonly ComplaintId[];
}

/** The form's context: the team's key, and before it `C-1042,C-1043;` if it is to be linked to these. */
export function toFilingContext({ team, links }: FilingContext): string {
  return `${links.length === 0 ? '' : `${links.join(',')};`}${team ?? ''}`;
}

/** The reverse of {@link toFilingContext}. */
export function parseFilingContext(context: string): FilingContext {
  const match = /^(?:(C-\d{1,12}(?:,C-\d{1,12})*);)?(.*)$/s.exec(context);
  const [, links, team = ''] = match ?? [];
  return { team: team === '' ? null : team, links: links?.split(',') ?? [] };
}
