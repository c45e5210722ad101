/** Why a delivery failed permanently. `src/text` has the words for people. */
export const FAILURE_REASONS = [
  'channel-gone',
  'channel-archived',
  'bot-not-in-channel',
  'person-gone',
  'person-unreachable',
  'message-gone',
  'not-permitted',
  'rejected',
  'no-place',
  'gave-up',
  'no-access',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];
