// mocha requires this file in every run (`mocha` in package.json): a warning of the process, such as a
// timer that overflows or a leak of listeners, fails the test in which it was raised.
import { isAllowedWarning, type ProcessWarning } from './warnings.js';

const raised: ProcessWarning[] = [];
process.on('warning', (warning) => {
  if (!isAllowedWarning(warning)) raised.push(warning);
});

/** The warnings since the last call, as one error with their stacks. */
function takeFault(): Error | undefined {
  const stacks = raised.splice(0).map(({ name, stack = name }) => stack);
  return stacks.length === 0 ? undefined : new Error(`process warning: ${stacks.join('\n')}`);
}

export const mochaHooks: Mocha.RootHookObject = {
  afterEach(this: Mocha.Context) {
    const fault = takeFault();
    // Thrown here it would end the whole run; this fails the test alone.
    if (fault !== undefined) (this.test as Mocha.Hook).error(fault);
  },
  afterAll() {
    const fault = takeFault();
    if (fault !== undefined) throw fault;
  },
};
