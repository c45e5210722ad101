import { z } from 'zod';
import type { Profile } from '../../../src/domain/organisation/person.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { CallResult } from './client.js';
import type { Connector } from './connector.js';
import { toErrorCode, toSendOutcome } from './errors.js';
import type { KnownTeam, ServiceUrlLookup } from './service-urls.js';

/** Members asked for at once: as many as Teams gives (500), see "Get members" in "Get Teams specific context". */
const PAGE_SIZE = 500;
/** Pages of one team before something must be wrong: Teams takes 25,000 members in a team. */
const MAX_PAGES = 100;
/** How long rosters are used, ms; less when one of them could not be read. */
const COMPLETE_TTL_MS = 10 * 60_000;
const PARTIAL_TTL_MS = 30_000;
/** Attempts at a page that Teams asks to be tried again, and how long to wait between, ms. */
const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 5000;

const memberShape = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  /** `user`, `guest`, `anonymous`; left out by older services. */
  userRole: z.string().nullish(),
});

const pageShape = z.object({
  members: z.array(z.unknown()),
  continuationToken: z.string().nullish(),
});

/** Somebody in a team, as Teams knows them. */
export interface Member {
  /** Entra object id. */
  readonly userId: string;
  readonly profile: Profile;
  /** E-mail address and sign-in name, in small letters. */
  readonly emailAddresses: readonly string[];
}

/** Who is in the teams the app is in. */
export interface Roster {
  /**
   * The Entra object id of the one person with this e-mail address or sign-in name; undefined when
   * there is none, or more than one, or Teams does not say. Why is logged, the address never. Never throws.
   */
  findByEmail(email: string): Promise<string | undefined>;
  /** What was read of a person lately; asks nobody. */
  findCached(userId: string): Profile | undefined;
}

export interface RosterOptions {
  readonly connector: Pick<Connector, 'fetchMembers'>;
  readonly serviceUrlLookup: Pick<ServiceUrlLookup, 'listTeams'>;
  readonly tenantId: string;
  readonly logger: Logger;
  /** Real time, ms UTC. */
  readonly now: () => number;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/** All rosters together. `faults`: codes of what could not be read; `isTold`: that was logged. */
interface RosterSnapshot {
  readonly members: ReadonlyMap<string, Member>;
  readonly byAddress: ReadonlyMap<string, ReadonlySet<string>>;
  readonly faults: readonly string[];
  readonly readAt: number;
  isLogged: boolean;
}

/** Reads whole rosters, for Teams cannot be asked by e-mail address, and uses them for some minutes. */
export function createRoster(options: RosterOptions): Roster {
  const { now, logger } = options;
  let last: RosterSnapshot | undefined;
  let reading: Promise<RosterSnapshot> | undefined;
  const isFresh = ({ readAt, faults }: RosterSnapshot) =>
    now() - readAt < (faults.length === 0 ? COMPLETE_TTL_MS : PARTIAL_TTL_MS);
  const current = async (): Promise<RosterSnapshot> => {
    if (last !== undefined && isFresh(last)) return last;
    reading ??= fetchSnapshot(options).finally(() => {
      reading = undefined;
    });
    last = await reading;
    return last;
  };
  return {
    async findByEmail(email) {
      const read = await current();
      const found = [...(read.byAddress.get(email.trim().toLowerCase()) ?? [])];
      if (found.length === 1) return found[0];
      const fault = read.isLogged ? undefined : read.faults[0];
      read.isLogged ||= fault !== undefined;
      const reason = found.length > 1 ? 'several accounts' : fault;
      if (reason !== undefined) {
        logger.warn({ reason }, 'Teams did not say who has an e-mail address');
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
      if (fault !== undefined) faults.push(fault);
    }
  } catch (error) {
    options.logger.warn({ error }, 'the teams Redress is in could not be read');
    faults.push('store');
  }
  return {
    members,
    byAddress: indexByEmail(members),
    faults,
    readAt: options.now(),
    isLogged: false,
  };
}

function indexByEmail(members: ReadonlyMap<string, Member>) {
  const found = new Map<string, Set<string>>();
  for (const { userId, emailAddresses: addresses } of members.values()) {
    for (const address of addresses) {
      const ids = found.get(address) ?? new Set();
      found.set(address, ids.add(userId));
    }
  }
  return found;
}

/** Adds a team's members; a code when they could not all be read. */
async function fetchTeamMembers(
  options: RosterOptions,
  team: KnownTeam,
  members: Map<string, Member>,
): Promise<string | undefined> {
  let continuationToken: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const called = await fetchPage(options, team, continuationToken);
    if (!called.ok) return toErrorCode(called.failure);
    const page: z.infer<typeof pageShape> | undefined = pageShape.safeParse(called.answer).data;
    if (page === undefined) return 'strange answer';
    for (const one of page.members) {
      const member = toMember(one, options.tenantId);
      if (member !== undefined) members.set(member.userId, member);
    }
    continuationToken = page.continuationToken ?? '';
    if (continuationToken === '') return undefined;
  }
  return 'too many pages';
}

async function fetchPage(
  { connector, sleep, random = Math.random }: RosterOptions,
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
 * Reads a member as Teams describes one; undefined without an account in this tenant (a bot, or
 * somebody of another organisation in a shared channel). A guest has no address: theirs is what
 * their own organisation says, which must not make them a colleague of ours.
 */
export function toMember(found: unknown, tenantId: string): Member | undefined {
  const member = memberShape.safeParse(found).data;
  const userId = (member?.aadObjectId ?? member?.objectId)?.toLowerCase();
  if (member === undefined || userId === undefined || userId === '') return undefined;
  if (isGiven(member.tenantId) && member.tenantId.toLowerCase() !== tenantId) return undefined;
  const { name, email, userPrincipalName } = member;
  const addresses = isGuest(member) ? [] : [email, userPrincipalName].filter(isGiven);
  const [address = null, other] = addresses;
  const isOther = other !== undefined && !isSame(address, other);
  return {
    userId,
    profile: {
      name: isGiven(name) ? name : userId,
      email: address,
      // The address in the settings may be the sign-in name, which differs in some organisations.
      ...(isOther ? { otherEmails: [other] } : {}),
      zone: null,
    },
    emailAddresses: [...new Set(addresses.map((one) => one.trim().toLowerCase()))],
  };
}

/** Roles of the organisation's own people; of any other kind (`guest`, `anonymous`) nothing is taken on trust. */
const OWN_ROLES: ReadonlySet<string> = new Set(['user', 'owner']);

/** Entra writes `#EXT#` into the sign-in name of everybody who was invited from elsewhere. */
function isGuest({ userRole, email, userPrincipalName }: z.infer<typeof memberShape>): boolean {
  if (isGiven(userRole) && !OWN_ROLES.has(userRole.toLowerCase())) return true;
  return [email, userPrincipalName].some((one) => one?.toUpperCase().includes('#EXT#'));
}

function isSame(one: string | null, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}

function isGiven(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.trim() !== '';
}
