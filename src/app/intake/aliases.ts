import type { PersonCommand } from '../../domain/complaint/command.js';
import type { PeopleStore } from '../../ports/people-store.js';

/** A command that names another person, with the other ids that person had: a complaint may keep one of those. */
export async function withAliases(
  people: Pick<PeopleStore, 'get'>,
  command: PersonCommand,
): Promise<PersonCommand> {
  if (command.kind !== 'assign') return command;
  const person = await people.get(command.to);
  return person === undefined
    ? command
    : { kind: 'assign', to: person.id, aliases: person.aliases };
}
