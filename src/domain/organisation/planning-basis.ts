import type { Calendar, Weekday } from './calendar.js';
import type { LimitedPolicy, NudgePolicy, Organisation, Team } from './organisation.js';

/** Raise it in a release that plans nudges or cards by other rules: then every complaint is planned again. */
const PLANNING_RULES = 1;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Returns a text of all that the organisation has and complaints are planned by: hours, holidays, policies,
 * members, leads, officers, places, and which team has which category. The same configuration gives the
 * same text, in whatever order its parts stand. Names are no part of it.
 */
export function toPlanningBasis(organisation: Organisation): string {
  const { teams, categories, officers, policy, policies = [], phoneCountry } = organisation;
  return toCanonicalText({
    rules: PLANNING_RULES,
    teams: Object.fromEntries([...teams].map(([key, team]) => [key, describeTeam(team)])),
    categories: Object.fromEntries(
      [...categories].map(([key, { team, confidential }]) => [key, { team, confidential }]),
    ),
    officers: officers.toSorted(),
    policy: describePolicy(policy),
    // Without any the text is that of releases that had only one policy.
    ...(policies.length === 0 ? {} : { policies: policies.map(describeLimitedPolicy) }),
    // By it telephone numbers become `keys`.
    ...(phoneCountry === undefined ? {} : { phoneCountry }),
  });
}

function describeTeam({ place, group, members, lead, calendar }: Team): Json {
  return {
    place: place as Json,
    group: group === null ? null : { platform: group.platform, id: group.id },
    members: members.toSorted(),
    lead,
    calendar: describeCalendar(calendar),
  };
}

function describeCalendar({ zone, week, holidays }: Calendar): Json {
  const days = Object.entries(week) as readonly [`${Weekday}`, Calendar['week'][Weekday]][];
  return {
    zone,
    week: Object.fromEntries(days.map(([day, blocks]) => [day, blocks.map(toPair)])),
    holidays: [...new Set(holidays)].toSorted(),
  };
}

function toPair({ from, to }: Calendar['week'][Weekday][number]): Json {
  return [from, to];
}

/** The order of the warnings before a promise means nothing; that of the other spans are the rungs. */
function describePolicy(policy: NudgePolicy): Json {
  const { ladder, ...times } = policy;
  const beforePromise = policy.beforePromise.toSorted((one, other) => one - other);
  const described = { ...times, beforePromise } satisfies NudgePolicy;
  return ladder === undefined ? described : { ...described, ladder };
}

/** The order of the policies decides which holds; that of the categories and impacts means nothing. */
function describeLimitedPolicy({ categories, impacts, policy }: LimitedPolicy): Json {
  return {
    categories: describeSet(categories),
    impacts: describeSet(impacts),
    policy: describePolicy(policy),
  };
}

function describeSet(keys: readonly string[] | null): Json {
  return keys === null ? null : [...new Set(keys)].toSorted();
}

/** JSON with the keys of each object in order. */
function toCanonicalText(value: Json | undefined): string {
  if (value === undefined || value === null || typeof value !== 'object') {
    return JSON.stringify(value ?? null);
  }
  if (isList(value)) return `[${value.map(toCanonicalText).join(',')}]`;
  const keys = Object.keys(value).sort();
  const entries = keys.map((key) => `${JSON.stringify(key)}:${toCanonicalText(value[key])}`);
  return `{${entries.join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
