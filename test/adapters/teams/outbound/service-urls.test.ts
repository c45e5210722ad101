import { expect } from 'chai';
import {
  createAllowedServiceUrls,
  toConnectorUrl,
} from '../../../../adapters/teams/outbound/service-urls.js';

const TENANT = '3c6e5f0a-2d4b-4a8e-b1f7-90c2d3e4a5b6';
const SIMULATOR = 'http://127.0.0.1:3001/teams';

const MICROSOFTS: readonly string[] = [
  'https://smba.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net/teams',
  'https://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net/uk/',
  `https://smba.trafficmanager.net/amer/${TENANT}/`,
  `https://smba.trafficmanager.net/emea/${TENANT}`,
  'https://smba.infra.gcc.teams.microsoft.com/gcc/',
  'https://smba.infra.gcc.teams.microsoft.com/teams',
];

const STRANGERS: readonly unknown[] = [
  'http://smba.trafficmanager.net/teams/',
  'https://evil.example/teams/',
  'https://smba.infra.gov.teams.microsoft.us/gcch/',
  'https://smba.infra.dod.teams.microsoft.us/dod/',
  'https://smba.trafficmanager.net.evil.example/teams/',
  'https://evil-smba.trafficmanager.net/teams/',
  'https://anybody.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net@evil.example/teams/',
  'https://user:secret@smba.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net:8443/teams/',
  'https://smba.trafficmanager.net:443/teams/',
  'https://smba.trafficmanager.net/',
  'https://smba.trafficmanager.net',
  'https://smba.trafficmanager.net/../teams/',
  'https://smba.trafficmanager.net/teams/?to=https://evil.example',
  'https://smba.trafficmanager.net/teams/#x',
  'https://smba.trafficmanager.net\\@evil.example/teams/',
  'https:\\\\smba.trafficmanager.net\\teams\\',
  'https://ѕmba.trafficmanager.net/teams/',
  'https://smba。trafficmanager.net/teams/',
  'https://SMBA.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net/teams/\n',
  ' https://smba.trafficmanager.net/teams/',
  'https://127.0.0.1/teams/',
  'https://169.254.169.254/latest/',
  'https://[::1]/teams/',
  'https://smba.trafficmanager.net/teams/%2e%2e/',
  `https://smba.trafficmanager.net/teams/${TENANT}/v3/`,
  'file:///etc/passwd',
  'javascript:alert(1)',
  SIMULATOR,
  '',
  null,
  undefined,
  42,
  ['https://smba.trafficmanager.net/teams/'],
  { toString: () => 'https://smba.trafficmanager.net/teams/' },
];

describe('The allowed service URLs', () => {
  const microsoft = createAllowedServiceUrls({ simulatorUrl: null });
  const simulated = createAllowedServiceUrls({ simulatorUrl: SIMULATOR });

  for (const url of MICROSOFTS) {
    it(`include Microsoft's: ${url}`, () => {
      expect(microsoft.allows(url)).to.equal(true);
    });
  }

  for (const url of STRANGERS) {
    it(`exclude all others: ${JSON.stringify(url)}`, () => {
      expect(microsoft.allows(url)).to.equal(false);
    });
  }

  it('are only the simulator’s when there is one', () => {
    expect(simulated.allows(SIMULATOR)).to.equal(true);
    expect(simulated.allows(`${SIMULATOR}/`)).to.equal(true);
    for (const url of [
      ...MICROSOFTS,
      'http://127.0.0.1:3001/',
      'http://127.0.0.1:3001/teams/../',
      'http://127.0.0.1:3002/teams/',
      'http://localhost:3001/teams/',
      'http://127.0.0.1:3001/teams/x/',
    ]) {
      expect(simulated.allows(url), url).to.equal(false);
    }
  });

  it('include the default service URL', () => {
    expect(microsoft.allows(microsoft.defaultUrl)).to.equal(true);
    expect(simulated.allows(simulated.defaultUrl)).to.equal(true);
  });

  it('may end with a slash, and their paths are escaped', () => {
    const path = ['conversations', '19:x@thread.tacv2;messageid=1', '../..'];
    const expected =
      'https://smba.trafficmanager.net/teams/v3/conversations/19%3Ax%40thread.tacv2%3Bmessageid%3D1/..%2F..';
    expect(toConnectorUrl('https://smba.trafficmanager.net/teams/', path)).to.equal(expected);
    expect(toConnectorUrl('https://smba.trafficmanager.net/teams', path)).to.equal(expected);
  });
});
