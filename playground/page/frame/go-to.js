import { carryDraft } from './carried.js';
import { go, people, startedWorld } from './shell.js';
import { worldAddress } from './tabs.js';

/**
 * Becomes a person and opens a conversation, in this world or the other.
 *
 * `place`: the conversation's id, or 'app' for the one with Redress; without it, where that person
 * was last. `draft`: put into the composer, which gets the focus.
 */
export async function goTo({ world, person, place, thread, draft }) {
  const current = startedWorld();
  if (world !== current.id) {
    if (draft !== undefined) carryDraft(draft);
    location.assign(worldAddress(world, { name: person }, { place, thread }));
    return;
  }
  const user = people().find(({ name }) => name === person)?.id;
  if (!user) return;
  await go({ user, place, thread });
  if (draft !== undefined) current.setDraft(draft);
}
