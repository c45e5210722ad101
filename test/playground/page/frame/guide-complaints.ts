export interface Complaint {
  reference: string;
  category: string;
  state: string;
  confidential: boolean;
  sample: boolean;
  reporter: string;
  owner: string | null;
  team: string;
  place: { platform: string; conversation: string } | null;
  acknowledged: boolean;
  promises: number;
  nudges: number;
  resolved: boolean;
  closed: boolean;
  waiting: number;
}

export interface Person {
  name: string;
  title: string;
  role: string;
}

export interface Point {
  at: string;
  label?: string;
  reference?: string;
}

export interface Steps {
  STEPS: string[];
  progressOf(complaints: Complaint[]): {
    complaint?: Complaint;
    done: string[];
    next: string;
  };
}

export interface Targets {
  targetOf(next: string, complaint: Complaint | undefined, people: Person[]): object;
  pointOf(next: string, complaint: Complaint | undefined): Point;
  takerOf(complaint: Complaint, people: Person[]): string;
  buttonsOf(next: string, complaint: Complaint): string;
  isCardComing(next: string, complaint: Complaint | undefined): boolean;
  meanwhileTarget(people: Person[], now: { kind: string }[]): object;
}

export interface Words {
  lineOf(next: string): string;
  whereOf(complaint: Complaint): string;
  adviceOf(
    next: string,
    complaint: Complaint | undefined,
    actor: string,
    label?: string,
  ): { why: string; how: string };
  pointedOf(point: Point, person: string): string;
  comingOf(complaint: Complaint): string;
  cameOf(complaint: Complaint): string;
  notFoundOf(point: Point, person: string): string;
  gaveUpOf(point: Point, person: string): string;
  sampleWords(complaint: Complaint): string;
}

export const PEOPLE: Person[] = [
  { name: 'Ann Reporter', title: 'Front desk', role: 'reporter' },
  { name: 'Ben Baker', title: 'Billing', role: 'member' },
  { name: 'Cleo Clarke', title: 'Billing', role: 'member' },
  { name: 'Lena Lead', title: 'Lead of billing', role: 'lead' },
  { name: 'Dev Desai', title: 'Repairs', role: 'member' },
  { name: 'Rita Reyes', title: 'Lead of repairs', role: 'lead' },
  { name: 'Omar Officer', title: 'Complaints officer', role: 'officer' },
];

export const BILLING = { platform: 'slack', conversation: 'C0BILLING01' };

export const FRESH: Complaint = {
  reference: 'C-1',
  category: 'A wrong bill',
  state: 'open',
  confidential: false,
  sample: false,
  reporter: 'Ann Reporter',
  owner: null,
  team: 'Billing',
  place: BILLING,
  acknowledged: false,
  promises: 0,
  nudges: 0,
  resolved: false,
  closed: false,
  waiting: 0,
};
export const TAKEN: Complaint = { ...FRESH, state: 'assigned', owner: 'Ben Baker' };
export const PROMISED: Complaint = { ...TAKEN, promises: 1 };
export const NUDGED: Complaint = { ...PROMISED, nudges: 1 };
export const RESOLVED: Complaint = { ...NUDGED, state: 'resolved', resolved: true };
export const CLOSED: Complaint = { ...RESOLVED, state: 'closed', closed: true };
export const WITHDRAWN: Complaint = { ...TAKEN, state: 'withdrawn' };

/** Loads a file of the page's frame, which has no types of its own. */
export function loadFrame<T>(name: string): Promise<T> {
  const file = new URL(`../../../../playground/page/frame/${name}.js`, import.meta.url).href;
  return import(file) as Promise<T>;
}
