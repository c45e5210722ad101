import { describeOnMongo } from '/work/main/test/support/mongo.js';
describeOnMongo('x', (m) => { it('has uri', () => { console.log(m.uri, m.newDatabase()); }); });
it('y', () => {});
