import type { PersonId } from '../organisation/person.js';

/** What each view of an inbox's message shows besides the inbox, by the view's stored name. */
export interface InboxViewArgs {
  /** To a stand-in: for whom, and until when. `n`: the number of the absence. */
  readonly 'stand-in': { readonly n: number };
  /** To the person: whom they named as a stand-in cannot be reached. */
  readonly 'stand-in-unreached': { readonly standIn: PersonId };
  /** To the person: what is due, one line for each. `n`: the number of the digest. */
  readonly digest: { readonly n: number };
  /** To the person, at the start of their day: what is late, due or to be closed, and the lines that waited. */
  readonly 'morning-list': { readonly n: number };
  /** To the person, at the end of an absence: what is with them. */
  readonly 'welcome-back': { readonly n: number };
}

export type InboxViewName = keyof InboxViewArgs;

/** The content of an inbox's message, as data. It is rendered when it is sent, from the inbox as it is then. */
export type InboxView = {
  readonly [N in InboxViewName]: { readonly name: N; readonly args: InboxViewArgs[N] };
}[InboxViewName];
