import { z } from 'zod';
import type { Profile } from '../../../src/domain/organisation/person.js';
import { isBlank } from '../../../src/domain/text/blank.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { CallResult } from './client.js';
import type { Connector } from './connector.js';
import { type Failure, toErrorCode, toSendOutcome } from './errors.js';
import type { KnownTeam, ServiceUrlLookup } from './service-urls.js';

/** Members in a page: Teams' maximum, see "Get members" in "Get Teams specific context". */
const PAGE_SIZE = 500;
/** Most pages of one team; more would be an error, because a team has at most 25,000 members. */
const MAX_PAGES = 100;
/** Lifetime of the rosters, ms; shorter when one of them could not be read. */
const COMPLETE_TTL_MS = 10 * 60_000;
const PARTIAL_TTL_MS = 30_000;
/** Attempts at a page, and the waits between them, ms. */
const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 5000;

const memberSchema = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  /** `user`, `guest` or `anonymous`; older services leave it out. */
  userRole: z.string().nullish(),
});

const pageSchema = z.object({
  members: z.array(z.unknown()),
  continuationToken: z.string().nullish(),
});

/** A member of a team. */
export interface Member {
  /** Entra object id. */
  readonly userId: string;
  readonly profile: Profile;
  /** E-mail address and sign-in name, in lower case. */
  readonly emailAddresses: readonly string[];
}

/** The members of the teams with the app. */
export interface Roster {
  /**
   * The Entra object id of the only person with this e-mail address or sign-in name; undefined when
   * there is nobody or several, or Teams does not answer. Logs the reason, but never the address. Never throws.
   */
  findByEmail(email: string): Promise<string | undefined>;
  /** The cached profile of a person. Makes no call. */
  findCached(userId: string): Profile | undefined;
}

export interface RosterOptions {
  readonly connector: Pick<Connector, 'fetchMembers'>;
  readonly serviceUrlLookup: Pick<ServiceUrlLookup, 'listTeams'>;
  readonly tenantId: string;
  readonly logger: Logger;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
  /** Resolves after `ms` of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/** All rosters together. `faults`: codes of failed calls; `isLogged`: the first of them was logged. */
interface RosterSnapshot {
  readonly members: ReadonlyMap<string, Member>;
  readonly idsByEmail: ReadonlyMap<string, ReadonlySet<string>>;
  readonly faults: readonly string[];
  readonly readAt: number;
  isLogged: boolean;
}

/** Fetches whole rosters, because Teams has no look-up by e-mail address, and caches them for some minutes. */
export function createRoster(options: RosterOptions): Roster {
  const { now, logger } = options;
  let last: RosterSnapshot | undefined;
  let fetching: Promise<RosterSnapshot> | undefined;
  const isFresh = ({ readAt, faults }: RosterSnapshot) =>
    now() - readAt < (faults.length === 0 ? COMPLETE_TTL_MS : PARTIAL_TTL_MS);
  const getSnapshot = async (): Promise<RosterSnapshot> => {
    if (last !== undefined && isFresh(last)) return last;
    fetching ??= fetchSnapshot(options).finally(() => {
      fetching = undefined;
    });
    last = await fetching;
    return last;
  };
  return {
    async findByEmail(email) {
      const snapshot = await getSnapshot();
      const found = [...(snapshot.idsByEmail.get(email.trim().toLowerCase()) ?? [])];
      if (found.length === 1) return found[0];
      const fault = snapshot.isLogged ? undefined : snapshot.faults[0];
      snapshot.isLogged ||= fault !== undefined;
      const reason = found.length > 1 ? 'several accounts' : fault;
      if (reason !== undefined) {
        logger.warn({ reason }, 'account not found by e-mail address');
      }
      return undefined;
    },
    findCached(userId) {
      return last !== undefined && isFresh(last) ? last.members.get(userId)?.profile : undefined;
    },
  };
}

async function fetchSnapshot(options: RosterOptions): Promise<RosterSnapshot> {
  const members = new Map<string, Member>();
  const faults: string[] = [];
  try {
    const teams = await options.serviceUrlLookup.listTeams();
    if (teams.length === 0) faults.push('no team known');
    for (const team of teams) {
      const fault = await fetchTeamMembers(options, team, members);
      if (fault !== undefined) faults.push(fault.code);
    }
  } catch (error) {
    options.logger.warn({ error }, 'conversation references not read');
    faults.push('store');
  }
  return {
    members,
    idsByEmail: indexByEmail(members),
    faults,
    readAt: options.now(),
    isLogged: false,
  };
}

/** The ids of the people with each address, in lower case. */
export function indexByEmail(members: ReadonlyMap<string, Member>) {
  const idsByEmail = new Map<string, Set<string>>();
  for (const { userId, emailAddresses } of members.values()) {
    for (const address of emailAddresses) {
      const ids = idsByEmail.get(address) ?? new Set();
      idsByEmail.set(address, ids.add(userId));
    }
  }
  return idsByEmail;
}

/** Why not all members of a team could be read. `failure`: of the call, null when its answer is of no use. */
export interface RosterFault {
  readonly code: string;
  readonly failure: Failure | null;
}

/** Adds a team's members by their ids. Returns a fault when not all could be read. */
export async function fetchTeamMembers(
  options: Pick<RosterOptions, 'connector' | 'tenantId' | 'sleep' | 'random'>,
  team: KnownTeam,
  members: Map<string, Member>,
): Promise<RosterFault | undefined> {
  let continuationToken: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const called = await fetchPage(options, team, continuationToken);
    if (!called.ok) return { code: toErrorCode(called.failure), failure: called.failure };
    const page: z.infer<typeof pageSchema> | undefined = pageSchema.safeParse(called.answer).data;
    if (page === undefined) return { code: 'strange answer', failure: null };
    for (const one of page.members) {
      const member = toMember(one, options.tenantId);
      if (member !== undefined) members.set(member.userId, member);
    }
    continuationToken = page.continuationToken ?? '';
    if (continuationToken === '') return undefined;
  }
  return { code: 'too many pages', failure: null };
}

async function fetchPage(
  { connector, sleep, random = Math.random }: Pick<RosterOptions, 'connector' | 'sleep' | 'random'>,
  { serviceUrl, id }: KnownTeam,
  continuationToken: string | null,
): Promise<CallResult> {
  for (let attempt = 1; ; attempt += 1) {
    const called = await connector.fetchMembers(serviceUrl, id, {
      size: PAGE_SIZE,
      continuationToken,
    });
    if (called.ok || attempt === MAX_ATTEMPTS) return called;
    const outcome = toSendOutcome(called.failure, 'channel', 'posts-nothing');
    if (outcome.kind !== 'retry') return called;
    const wait = Math.max(outcome.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** attempt);
    if (wait > MAX_WAIT_MS) return called;
    await sleep(wait * (1 + random() / 4));
  }
}

/**
 * Parses a member; undefined without an account in this tenant (a bot, or a person of another
 * organisation in a shared channel). A guest's address is dropped: only the guest's own organisation
 * vouches for it, so it does not prove that the guest is a colleague.
 */
export function toMember(value: unknown, tenantId: string): Member | undefined {
  const member = memberSchema.safeParse(value).data;
  const userId = (member?.aadObjectId ?? member?.objectId)?.toLowerCase();
  if (member === undefined || userId === undefined || userId === '') return undefined;
  if (isGiven(member.tenantId) && member.tenantId.toLowerCase() !== tenantId) return undefined;
  const { name, email, userPrincipalName } = member;
  const emailAddresses = isGuest(member) ? [] : [email, userPrincipalName].filter(isGiven);
  const [address = null, other] = emailAddresses;
  const isDifferent = other !== undefined && !isSame(address, other);
  return {
    userId,
    profile: {
      name: isGiven(name) ? name : userId,
      email: address,
      // The configuration may name a person by the sign-in name, which differs in some organisations.
      ...(isDifferent ? { otherEmails: [other] } : {}),
      zone: null,
    },
    emailAddresses: [...new Set(emailAddresses.map((one) => one.trim().toLowerCase()))],
  };
}

/** Roles of the organisation's own people. The address of any other role (`guest`, `anonymous`) is not trusted. */
const OWN_ROLES: ReadonlySet<string> = new Set(['user', 'owner']);

/** Entra writes `#EXT#` into the sign-in name of people invited from another organisation. */
function isGuest({ userRole, email, userPrincipalName }: z.infer<typeof memberSchema>): boolean {
  if (isGiven(userRole) && !OWN_ROLES.has(userRole.toLowerCase())) return true;
  return [email, userPrincipalName].some((one) => one?.toUpperCase().includes('#EXT#'));
}

function isSame(one: string | null, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}

function isGiven(text: string | null | undefined): text is string {
  return typeof text === 'string' && !isBlank(text);
}
