import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';

/**
 * What an error name means for a message:
 * - `retry`: nothing was posted, and soon a later attempt may work
 * - `away`: the same, and it concerns every call: Slack, or this workspace, takes none for now
 * - `unknown`: Slack says that the call may have been carried out in part
 * - `token`: Slack refuses the token or this network; nothing was posted, and nothing will be until
 *   somebody corrects that. It is asked again all the same, and another platform is tried at once
 * - else the reason why the message can never be sent like this
 */
export type ErrorMeaning = FailureReason | 'retry' | 'away' | 'unknown' | 'token';

/**
 * Slack's error names by meaning, from the pages of the methods that the adapter calls
 * (docs.slack.dev/reference/methods, each under "Errors"): chat.postMessage, chat.update,
 * chat.postEphemeral, conversations.open, conversations.history, conversations.replies, users.info,
 * users.lookupByEmail, views.open, views.push, views.update and auth.test. Read in November 2026.
 * `no-place`, `gave-up` and `no-access` are ours.
 */
const NAMES = {
  'channel-gone': [
    'channel_not_found',
    'channel_type_not_supported',
    'method_not_supported_for_channel_type',
    /** "Team associated with the message and channel could not be found." */
    'team_not_found',
  ],
  /** `is_inactive`: "The message cannot be edited within a frozen, archived or deleted channel." */
  'channel-archived': ['is_archived', 'is_inactive'],
  'bot-not-in-channel': ['not_in_channel'],
  'person-gone': ['user_not_found', 'users_not_found', 'user_disabled'],
  'person-unreachable': [
    'user_not_visible',
    'cannot_dm_bot',
    'im_disabled',
    'messages_tab_disabled',
    'users_list_not_supplied',
    'not_enough_users',
    'too_many_users',
    /** Of another organisation, with no channel in common. */
    'invalid_user_combination',
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
    'cannot_reply_to_message',
    'cant_update_message',
    'edit_window_closed',
    'cant_broadcast_message',
    'posting_to_channel_denied',
    'send_on_behalf_not_allowed',
    'access_denied',
    'app_access_restricted',
    'enterprise_is_restricted',
    'team_access_not_granted',
    'two_factor_setup_required',
    'as_user_not_supported',
    'slack_connect_canvas_sharing_blocked',
    'slack_connect_file_link_sharing_blocked',
    'slack_connect_lists_sharing_blocked',
  ],
  rejected: [
    'no_text',
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_attachments',
    'attachment_payload_limit_exceeded',
    'too_many_attachments',
    'too_many_contact_cards',
    'invalid_arguments',
    'invalid_arg_name',
    'invalid_array_arg',
    'invalid_charset',
    'invalid_form_data',
    'invalid_post_type',
    'missing_post_type',
    'metadata_too_large',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'invalid_metadata_filter_keys',
    'metadata_must_be_sent_from_app',
    'block_mismatch',
    'markdown_text_conflict',
    'no_dual_broadcast_content_update',
    'method_deprecated',
    'deprecated_endpoint',
    'unknown_method',
    /** Of a search: it starts over, see `find.ts`. */
    'invalid_cursor',
    'invalid_limit',
    'invalid_ts_latest',
    'invalid_ts_oldest',
    /** Of a form, which is no message: the person is told to press again, see `reply.ts`. */
    'expired_trigger_id',
    'exchanged_trigger_id',
    'invalid_trigger_id',
    'view_too_large',
    'duplicate_external_id',
    'push_limit_reached',
    'hash_conflict',
    'not_found',
    'user_not_in_channel',
  ],
  /** `accesslimited`: "Access to this method is limited on the current network." `invalid_auth` may mean that too. */
  token: [
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'accesslimited',
  ],
  retry: [
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'request_timeout',
    /** "The channel is in the process of migrating and so the message cannot be updated at this time." */
    'external_channel_migrating',
    /** "The message is currently streaming text and cannot be edited." */
    'streaming_state_conflict',
    /** "Administrators have suspended the ability to post a message": a suspension ends. */
    'ekm_access_denied',
  ],
  away: [
    'service_unavailable',
    /** "The workspace is undergoing an enterprise migration and will not be available until migration is complete." */
    'org_login_required',
    /** "Web API and other platform operations will be intermittently unavailable until the transition is complete." */
    'team_added_to_org',
  ],
  /** `update_failed`: "Internal update failure." An update may be repeated. */
  unknown: ['internal_error', 'fatal_error', 'update_failed'],
} as const satisfies Record<
  Exclude<ErrorMeaning, 'no-place' | 'gave-up' | 'no-access'>,
  readonly string[]
>;

const MEANINGS = new Map<string, ErrorMeaning>(
  Object.entries(NAMES).flatMap(([meaning, names]) =>
    names.map((name): [string, ErrorMeaning] => [name, meaning as ErrorMeaning]),
  ),
);

/** In a DM, an error about the channel is about the person. */
const DM_MEANINGS: Partial<Record<ErrorMeaning, ErrorMeaning>> = {
  'channel-gone': 'person-unreachable',
  'channel-archived': 'person-unreachable',
  'bot-not-in-channel': 'person-unreachable',
};

/**
 * What an error name means. A name that is not in the table means `retry`, because Slack says of each
 * table that "other errors can be returned in the case where the service is down or other unexpected
 * factors affect processing". A message that was refused for such a name would be lost when the service
 * is up again; one that is tried again for nothing is seen: as a waiting delivery after two minutes, and
 * as given up after a day. `isDm`: the message went to a DM.
 */
export function findErrorMeaning(name: string, isDm: boolean): ErrorMeaning {
  const meaning = MEANINGS.get(name) ?? 'retry';
  return isDm ? (DM_MEANINGS[meaning] ?? meaning) : meaning;
}
