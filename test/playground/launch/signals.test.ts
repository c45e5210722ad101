import { expect } from 'chai';
import { stopOnSignal } from '../../../playground/signals.js';

describe('signals to end', () => {
  it('count as one when they come together, since npm repeats a Ctrl-C; a later one is urgent', () => {
    let now = 5000;
    let stops = 0;
    const onSignal = stopOnSignal(
      () => {
        stops += 1;
      },
      () => now,
    );
    onSignal();
    onSignal();
    now += 1000;
    onSignal();
    expect(stops).to.equal(1);
    now += 1;
    onSignal();
    expect(stops).to.equal(2);
  });
});
