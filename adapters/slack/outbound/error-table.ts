import type { FailureReason } from '../../../src/domain/complaint/delivery.js';

/**
 * What Slack's error names mean for a message:
 * - `retry`: not now, and nothing was posted
 * - `unknown`: Slack says itself that part of it may have been done
 * - `token`: the token is refused: nothing was posted, and nothing will be until somebody sets another
 * - else the reason why it will never work like this
 */
export type ErrorMeaning = FailureReason | 'retry' | 'unknown' | 'token';

/**
 * Slack's error names by meaning, from the lists of chat.postMessage, chat.update and
 * conversations.open (docs.slack.dev/reference/methods). A name that is not here means `rejected`.
 */
const NAMES: Readonly<Record<Exclude<ErrorMeaning, 'no-place' | 'gave-up'>, readonly string[]>> = {
  'channel-gone': ['channel_not_found', 'channel_type_not_supported'],
  'channel-archived': ['is_archived'],
  'bot-not-in-channel': ['not_in_channel'],
  'person-gone': ['user_not_found', 'users_not_found', 'user_disabled', 'is_inactive'],
  'person-unreachable': [
    'user_not_visible',
    'cannot_dm_bot',
    'im_disabled',
    'messages_tab_disabled',
    'users_list_not_supplied',
  ],
  'message-gone': ['message_not_found', 'thread_not_found'],
  'not-permitted': [
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'cant_update_message',
    'edit_window_closed',
    'cant_broadcast_message',
    'ekm_access_denied',
    'access_denied',
    'accesslimited',
    'enterprise_is_restricted',
    'team_access_not_granted',
    'two_factor_setup_required',
    'as_user_not_supported',
    'org_login_required',
  ],
  token: ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'],
  rejected: [
    'no_text',
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_arguments',
    'invalid_arg_name',
    'metadata_too_large',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'metadata_must_be_sent_from_app',
    'too_many_attachments',
    'block_mismatch',
    'markdown_text_conflict',
  ],
  retry: [
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
  ],
  unknown: ['internal_error', 'fatal_error'],
};

const MEANINGS = new Map<string, ErrorMeaning>(
  Object.entries(NAMES).flatMap(([meaning, names]) =>
    names.map((name): [string, ErrorMeaning] => [name, meaning as ErrorMeaning]),
  ),
);

/** In a DM what Slack says of the channel is about the person. */
const IN_A_DM: Partial<Record<ErrorMeaning, ErrorMeaning>> = {
  'channel-gone': 'person-unreachable',
  'channel-archived': 'person-unreachable',
  'bot-not-in-channel': 'person-unreachable',
};

/** What an error name of Slack means; `rejected` for names nobody knows. */
export function findErrorMeaning(name: string, toPerson: boolean): ErrorMeaning {
  const meaning = MEANINGS.get(name) ?? 'rejected';
  return toPerson ? (IN_A_DM[meaning] ?? meaning) : meaning;
}
