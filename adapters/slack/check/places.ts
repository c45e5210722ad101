import { z } from 'zod';
import type { Finding, OnlineSubjects } from '../../../src/ports/online-check.js';
import { SLACK_CHECK_TEXT as text } from '../../../src/text/slack-en.js';
import { type Ask, findErrorName, type Result, toFailedResult, toResult } from './ask.js';

const channelResponse = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
  }),
});

/** Checks that a channel is there and in use, and that the bot is in it. */
export async function checkChannel(ask: Ask, channel: string): Promise<Result> {
  const called = await ask('conversations.info', { channel });
  const error = findErrorName(called);
  if (error === 'channel_not_found') return toResult('wrong', text.noChannel);
  if (error === 'missing_scope') return checkChannelByHistory(ask, channel);
  const answer = called?.ok === true ? channelResponse.safeParse(called.answer).data : undefined;
  if (answer === undefined) return toFailedResult(called);
  const { name = channel, is_archived, is_member } = answer.channel;
  if (is_archived === true) return toResult('wrong', text.archived(name));
  if (is_member !== true) return toResult('wrong', text.notIn(`#${name}`));
  return toResult('right', text.channel(name));
}

/** Without the scope for conversations.info: messages can be read only where the bot is a member. */
async function checkChannelByHistory(ask: Ask, channel: string): Promise<Result> {
  const called = await ask('conversations.history', { channel, limit: 1 });
  if (called?.ok === true) return toResult('not-checked', text.channelInWithoutScope);
  const error = findErrorName(called);
  if (error === 'not_in_channel') return toResult('wrong', text.notIn(text.thisChannel));
  if (error === 'channel_not_found') return toResult('wrong', text.noChannel);
  return toFailedResult(called);
}

const groupResponse = z.object({
  usergroups: z.array(
    z.object({
      id: z.string(),
      handle: z.string().optional(),
      /** Unix seconds when it was disabled; 0: it is not. */
      date_delete: z.number().optional(),
      user_count: z.coerce.number().optional(),
    }),
  ),
});

/** Checks that the user groups are there and tag somebody. */
export async function checkGroups(
  ask: Ask,
  { groups: all }: Pick<OnlineSubjects, 'groups'>,
): Promise<readonly Finding[]> {
  const groups = all.filter(({ group }) => group.platform === 'slack');
  if (groups.length === 0) return [];
  const called = await ask('usergroups.list', { include_disabled: true, include_count: true });
  const error = findErrorName(called);
  const known = called?.ok === true ? groupResponse.safeParse(called.answer).data : undefined;
  return groups.map(({ where, group }) => {
    if (error === 'missing_scope')
      return { where, ...toResult('not-checked', text.groupsNeedScope) };
    if (error === 'plan_upgrade_required' || error === 'paid_teams_only') {
      return { where, ...toResult('wrong', text.groupsNeedPlan) };
    }
    if (known === undefined) return { where, ...toFailedResult(called) };
    return { where, ...checkGroup(known.usergroups.find(({ id }) => id === group.id)) };
  });
}

type Usergroup = z.infer<typeof groupResponse>['usergroups'][number];

function checkGroup(found: Usergroup | undefined): Result & Pick<Finding, 'isGone'> {
  if (found === undefined) return { ...toResult('wrong', text.noGroup), isGone: true };
  const { id, handle = id, date_delete: disabledAt = 0, user_count: count } = found;
  if (disabledAt > 0) return { ...toResult('wrong', text.groupDisabled(handle)), isGone: true };
  if (count === 0) return { ...toResult('wrong', text.groupEmpty(handle)), isGone: true };
  const members =
    count === undefined ? 'members' : `${count} ${count === 1 ? 'member' : 'members'}`;
  return toResult('right', text.group(handle, members));
}
