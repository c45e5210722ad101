import { NotPossible } from '../../not-possible.js';
import type { Core } from '../state.js';
import type { Dialog } from '../types.js';
import type { DialogContent } from './answers.js';

/** Where a dialog comes from: what its answers go back with. */
export type DialogSource = Pick<Dialog, 'source' | 'origin' | 'commandId' | 'commandContext'>;

/** Opens a dialog for a person, in the place of the one they had. */
export function openDialog(
  core: Core,
  user: string,
  source: DialogSource,
  content: DialogContent,
): Dialog {
  const id = core.nextId('dialog-');
  const dialog: Dialog = { ...source, ...content, id, user, values: {} };
  core.state.dialogs[user] = dialog;
  core.touch({ kind: 'dialog', user });
  return dialog;
}

/**
 * The person's open dialog.
 *
 * @throws NotPossible when another or none is open.
 */
export function openedDialog(core: Core, user: string, id: string): Dialog {
  const dialog = core.state.dialogs[user];
  if (dialog?.id !== id) throw new NotPossible(`The dialog ${id} is not open.`);
  return dialog;
}

/** Closes a dialog, unless another has taken its place. */
export function closeDialog(core: Core, dialog: Dialog): void {
  if (core.state.dialogs[dialog.user]?.id !== dialog.id) return;
  delete core.state.dialogs[dialog.user];
  core.touch({ kind: 'dialog', user: dialog.user });
}
