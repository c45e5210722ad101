// mocha's spec reporter, which also notes how long each file took, ms, in the file REDRESS_TEST_DURATIONS names.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class DurationReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const durations = {};
    let file;
    let since = Date.now();
    const note = () => {
      if (file !== undefined) durations[file] = (durations[file] ?? 0) + Date.now() - since;
      since = Date.now();
    };
    runner.on('suite', (suite) => {
      if (!suite.parent?.root) return;
      note();
      file = suite.file;
    });
    runner.on('end', () => {
      note();
      if (process.env.REDRESS_TEST_DURATIONS !== undefined) {
        writeFileSync(process.env.REDRESS_TEST_DURATIONS, JSON.stringify(durations));
      }
    });
  }
};
