import { expect } from 'chai';
import { createConnectionGuard } from '../../src/http/connection-guard.js';
import { silentLogger } from '../../src/ports/logger.js';
import { silentMeter } from '../../src/ports/meter.js';

/** A guard of five places, and the connections that it closed, by name. */
function createGuarded() {
  const closed: string[] = [];
  const guard = createConnectionGuard({
    ...{ places: 5, logger: silentLogger, meter: silentMeter, realNow: () => 0 },
  });
  const accept = (name: string, remoteAddress: string) => {
    const socket = { remoteAddress, destroy: () => closed.push(name) };
    guard.accept(socket);
    return socket;
  };
  return { guard, closed, accept };
}

describe('The guard of the connections', () => {
  it('closes nothing while a place is left', () => {
    const { accept, closed } = createGuarded();
    for (const name of ['a', 'b', 'c', 'd']) accept(name, '192.0.2.1');
    expect(closed).to.deep.equal([]);
  });

  it('closes the one that waits longest, when all have one address, as behind a proxy', () => {
    const { accept, closed } = createGuarded();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) accept(name, '192.0.2.1');
    expect(closed).to.deep.equal(['a', 'b']);
  });

  it('closes those of the address that has the most, however old others are', () => {
    const { accept, closed } = createGuarded();
    accept('other', '192.0.2.2');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) accept(name, '192.0.2.1');
    expect(closed).to.deep.equal(['a', 'b', 'c']);
  });

  it('closes one whose body is still arriving, and none that is being answered', () => {
    const { accept, closed, guard } = createGuarded();
    guard.begin(accept('answered', '192.0.2.1'), { complete: true });
    guard.begin(accept('arriving', '192.0.2.1'), { complete: false });
    for (const name of ['a', 'b', 'c']) accept(name, '192.0.2.1');
    expect(closed).to.deep.equal(['arriving']);
  });

  it('counts the wait of one that was answered from the answer on', () => {
    const { accept, closed, guard } = createGuarded();
    const first = accept('first', '192.0.2.1');
    const request = { complete: true };
    guard.begin(first, request);
    accept('a', '192.0.2.1');
    guard.finish(first, request);
    for (const name of ['b', 'c', 'd', 'e']) accept(name, '192.0.2.1');
    expect(closed).to.deep.equal(['a', 'first']);
  });

  it('keeps one whose next request came before the answer to the last', () => {
    const { accept, closed, guard } = createGuarded();
    const first = accept('first', '192.0.2.1');
    const request = { complete: true };
    guard.begin(first, request);
    guard.begin(first, { complete: true });
    guard.finish(first, request);
    for (const name of ['a', 'b', 'c', 'd']) accept(name, '192.0.2.1');
    expect(closed).to.deep.equal(['a']);
  });

  it('gives the place of a closed connection to the next', () => {
    const { accept, closed, guard } = createGuarded();
    const first = accept('first', '192.0.2.1');
    for (const name of ['a', 'b', 'c']) accept(name, '192.0.2.1');
    guard.release(first);
    accept('d', '192.0.2.1');
    expect(closed).to.deep.equal([]);
  });
});
