const KEY = 'draft-to-come';

/** Keeps a draft for the page that is opened next in this tab. */
export function carryDraft(text) {
  sessionStorage.setItem(KEY, text);
}

/** The draft somebody brought along from the other world, once; null when there is none. */
export function takeDraft() {
  const draft = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return draft;
}
