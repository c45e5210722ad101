/** The five steps of the first complaint, in the order in which they are told. */
export const STEPS = ['report', 'take', 'promise', 'nudge', 'resolve'];

const OVER = ['closed', 'withdrawn'];

/**
 * The complaint the guide follows: the first own one that still runs, else the last one that was
 * closed. One that was withdrawn (`closed` too) leads nowhere and is passed over.
 */
export function followed(complaints) {
  const own = complaints.filter(({ sample }) => !sample);
  return (
    own.find(({ state }) => !OVER.includes(state)) ??
    own.findLast(({ state }) => state === 'closed')
  );
}

function doneOf(complaint) {
  if (!complaint) return [];
  const isPutRight = complaint.resolved || complaint.closed;
  const done = {
    report: true,
    take: complaint.owner !== null || isPutRight,
    promise: complaint.promises > 0,
    nudge: complaint.nudges > 0,
    resolve: isPutRight,
  };
  return STEPS.filter((step) => done[step]);
}

function nextOf(complaint, done) {
  if (complaint?.state === 'closed') return 'closed';
  if (done.includes('resolve')) return 'follow-up';
  return STEPS.find((step) => !done.includes(step));
}

/**
 * Where the first complaint stands, from nothing but what the bot says of its complaints, so that it
 * is the same after a reload, a restart, and steps done in another order. `next` is a step that is
 * still to do, `follow-up` once it is put right, and `closed`.
 */
export function progressOf(complaints) {
  const complaint = followed(complaints);
  const done = doneOf(complaint);
  return { complaint, done, next: nextOf(complaint, done) };
}
