import { expect } from 'chai';
import fc from 'fast-check';
import { toSafeUrl } from '../../../adapters/shared/safe-url.js';

describe('A link that a message brings', () => {
  it('stays what it is if it is an ordinary one', () => {
    const link = 'https://example.slack.com/files/U1/F1/scan.pdf?a=1&b=2#p';
    expect(toSafeUrl(link)).to.equal(link);
  });

  it('is none that runs code, leaves TLS or carries a password', () => {
    const bad = [
      'javascript:alert(1)',
      'http://example.org',
      'https://a:b@example.org',
      'file:///etc',
      'x',
      '',
    ];
    expect(bad.map(toSafeUrl)).to.deep.equal(bad.map(() => undefined));
  });

  it('cannot end the markup of a platform around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (rest) => {
        expect(toSafeUrl(`https://example.org/${rest}`) ?? '').not.to.match(/[()<>|[\]\\\s]/);
      }),
    );
  });
});
