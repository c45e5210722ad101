function hold() {
  const active = document.activeElement;
  const message = active?.closest('[data-message]');
  if (!message) return undefined;
  return { active, id: message.dataset.message, words: active.textContent };
}

/** The same button of the same message as it is now, else the message. */
function again({ id, words }) {
  const message = document.querySelector(`[data-message="${CSS.escape(id)}"]`);
  const buttons = [...(message?.querySelectorAll('button') ?? [])];
  return buttons.find((button) => words !== '' && button.textContent === words) ?? message;
}

/**
 * Does `change`, which may draw messages anew; the focus, when it was in one of them, stays there:
 * whoever uses the keyboard does not start at the top of the page again.
 */
export function keepingFocus(change) {
  const held = hold();
  change();
  if (held && !held.active.isConnected) again(held)?.focus({ preventScroll: true });
}

/** The focus goes to a message; for what was opened by one of its buttons and is closed. */
export function focusMessage(id) {
  again({ id, words: '' })?.focus({ preventScroll: true });
}
