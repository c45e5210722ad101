import { z } from 'zod';
import type { Account, Profile } from '../../../src/domain/organisation/person.js';
import { isBlank } from '../../../src/domain/text/blank.js';
import type { AccountState } from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { Call } from './client.js';
import { toErrorCode } from './errors.js';

/** A user as `users.info`, `users.lookupByEmail` and `user_profile_changed` have it (Slack: "User type"). */
export const slackUser = z.object({
  id: z.string().min(1),
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_email_confirmed: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  /** In an Enterprise organisation: the user's workspaces. `team_id` may be another one. */
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  profile: z
    .object({
      display_name: z.string().optional(),
      real_name: z.string().optional(),
      email: z.string().optional(),
    })
    .optional(),
});

/** A user as Slack describes it. */
export type SlackUser = z.infer<typeof slackUser>;

/** The answer of `users.info` and `users.lookupByEmail`. */
export const userResponse = z.object({ user: slackUser });

/** Calls `users.info`. Undefined if Slack does not know the person or does not answer. */
export async function fetchProfile(
  call: Call,
  account: Account,
  workspace: string | null,
): Promise<Profile | undefined> {
  if (account.platform !== 'slack' || account.workspace !== workspace) return undefined;
  const called = await call('users.info', { user: account.userId });
  const user = called.ok ? userResponse.safeParse(called.answer).data?.user : undefined;
  if (user === undefined) return undefined;
  const name = toName(user);
  if (name === undefined) return undefined;
  const email =
    findNonColleagueReason(user, workspace) === undefined ? user.profile?.email : undefined;
  const profile = { name, email: email ?? null, zone: user.tz ?? null };
  return isApp(user) ? { ...profile, isApp: true } : profile;
}

/** Slackbot is an app too, of which Slack does not say so. */
function isApp({ id, is_bot: isBot }: SlackUser): boolean {
  return isBot === true || id === 'USLACKBOT';
}

/** The name by which others know the user: the full name, which is never a login name, before the display name. */
export function toName(user: SlackUser): string | undefined {
  const names = [user.profile?.real_name, user.real_name, user.profile?.display_name, user.name];
  return names.find((one) => one !== undefined && !isBlank(one));
}

/** Whether a user belongs to this workspace; in an Enterprise organisation they may have several. */
export function isInWorkspace(user: SlackUser, workspace: string): boolean {
  const { team_id: home = workspace, enterprise_user: enterprise } = user;
  return home === workspace || enterprise?.teams?.includes(workspace) === true;
}

/**
 * Calls `users.info`. Slack keeps accounts that were deactivated, with `deleted` set, so an id that it
 * does not find in its own workspace is no account that anybody can use.
 */
export async function checkAccount(
  call: Call,
  account: Account,
  workspace: string | null,
): Promise<AccountState> {
  if (account.platform !== 'slack' || account.workspace !== workspace) return 'unknown';
  const called = await call('users.info', { user: account.userId });
  if (!called.ok) {
    return toErrorCode(called.failure) === 'user_not_found' ? 'deactivated' : 'unknown';
  }
  const user = userResponse.safeParse(called.answer).data?.user;
  if (user === undefined) return 'unknown';
  return user.deleted === true ? 'deactivated' : 'active';
}

/** Calls `users.lookupByEmail`. Undefined, and logged, if the call fails or the user is no colleague; `users_not_found` is not logged. */
export async function findAccountByEmail(
  call: Call,
  email: string,
  workspace: string | null,
  logger: Logger,
): Promise<Account | undefined> {
  if (workspace === null) return undefined;
  const called = await call('users.lookupByEmail', { email });
  const user = called.ok ? userResponse.safeParse(called.answer).data?.user : undefined;
  const why = user === undefined ? undefined : findNonColleagueReason(user, workspace);
  if (user !== undefined && why === undefined) {
    return { platform: 'slack', workspace, userId: user.id };
  }
  const reason = why ?? (called.ok ? 'no user id' : toErrorCode(called.failure));
  if (reason !== 'users_not_found') {
    logger.warn({ reason, user: user?.id }, 'users.lookupByEmail failed');
  }
  return undefined;
}

/**
 * Why a user's e-mail address does not prove that they are a colleague: nobody of the workspace
 * vouched for it. Undefined if it does prove it.
 */
export function findNonColleagueReason(user: SlackUser, workspace: string): string | undefined {
  if (!isInWorkspace(user, workspace)) return 'other team';
  if (user.is_stranger === true) return 'stranger';
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest';
  if (user.is_bot === true) return 'bot';
  if (user.deleted === true) return 'deactivated';
  return user.is_email_confirmed === false ? 'address not confirmed' : undefined;
}
