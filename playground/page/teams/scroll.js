/** Nearer than this to the end, px, is at the end. */
const NEAR = 60;

const shown = { thread: '' };

/** The newest message comes into view. */
export function showEnd(list) {
  list.scrollTop = list.scrollHeight;
}

/** Changes what is in the list; who was at its end, or has just come, is there afterwards too. */
export function keepingEnd(list, change) {
  const isFresh = list.querySelector('[data-message]') === null;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  change();
  if (isFresh) showStart(list);
  else if (atEnd) showEnd(list);
}

/** Where reading starts: the first message that is new, else the end. */
function showStart(list) {
  showEnd(list);
  const first =
    list.querySelector('.new-line') ?? list.querySelector('.fresh')?.closest('.message');
  first?.scrollIntoView({ block: 'nearest' });
}

/** Shows the message that the address names, once; its post is unfolded for it. */
export function followThread(list, thread) {
  if (shown.thread === thread) return;
  shown.thread = thread;
  if (!thread) return;
  const find = () => list.querySelector(`[data-message="${CSS.escape(thread)}"]`);
  if (!find()) for (const post of list.children) post.unfold?.();
  const message = find();
  if (!message) return;
  message.scrollIntoView({ block: 'center' });
  message.focus({ preventScroll: true });
  message.classList.add('linked');
  message.addEventListener('blur', () => message.classList.remove('linked'), { once: true });
}
