import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { RedressError } from '../../../../src/errors.js';
import { openMongoStores } from '../../../../src/storage/mongo/stores.js';
import { catchRejection } from '../../../contracts/catch-rejection.js';
import { withUriOptions } from '../mongo-uri.js';
import {
  answerHello,
  type Certificate,
  type FakeServer,
  openFakeServer,
  STANDALONE,
  toCursor,
  toErrorAnswer,
} from './fake-server.js';

/** A password that no message may contain. */
const PASSWORD = 'a-secret';

describe('a start on MongoDB that fails', () => {
  let server: FakeServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const serve = async (
    answer: Parameters<typeof openFakeServer>[0],
    certificate?: Certificate,
  ): Promise<FakeServer> => {
    server = await openFakeServer(answer, certificate);
    return server;
  };

  const expectFault = async (uri: string, code: string, ...words: readonly string[]) => {
    const address = uri.replace('://', `://ada:${PASSWORD}@`);
    const fault = await catchRejection(openMongoStores({ uri: address, appName: 'redress-test' }));
    expect(fault).to.be.instanceOf(RedressError);
    expect(fault).to.have.property('code', code);
    const { message, cause } = fault as RedressError;
    for (const word of words) expect(message).to.include(word);
    expect(message).to.not.include(PASSWORD);
    expect(cause, 'the cause').to.be.instanceOf(Error);
  };

  it('names the address at which nobody listens', async () => {
    const { uri, host, close } = await openFakeServer(answerHello(STANDALONE));
    await close();
    await expectFault(uri, 'STORE_UNAVAILABLE', `Nobody listens at ${host}`);
  });

  it('names a host that is unknown', async () => {
    const uri = 'mongodb://nowhere.invalid:27017/';
    await expectFault(uri, 'STORE_UNAVAILABLE', 'nowhere.invalid:27017 is unknown');
    const cluster = 'mongodb+srv://nowhere.invalid/';
    await expectFault(cluster, 'STORE_UNAVAILABLE', 'name service', 'nowhere.invalid');
  });

  it('says that the server has no TLS, or wants it', async () => {
    const plain = await serve(answerHello(STANDALONE));
    const secured = withUriOptions(plain.uri, { tls: 'true' });
    await expectFault(secured, 'STORE_UNAVAILABLE', plain.host, 'remove tls=true');
    await plain.close();
    const { uri, host } = await serve(answerHello(STANDALONE), 'self-signed');
    await expectFault(uri, 'STORE_UNAVAILABLE', host, 'add tls=true');
  });

  it('says why a certificate is refused', async () => {
    const unknown = await serve(answerHello(STANDALONE), 'self-signed');
    const uri = withUriOptions(unknown.uri, { tls: 'true' });
    await expectFault(uri, 'STORE_UNAVAILABLE', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'tlsCAFile');
    await unknown.close();
    const expired = await serve(answerHello(STANDALONE), 'expired');
    const tlsCAFile = fileURLToPath(new URL('../../../fixtures/tls/expired.pem', import.meta.url));
    const trusted = withUriOptions(expired.uri, { tls: 'true', tlsCAFile });
    await expectFault(trusted, 'STORE_UNAVAILABLE', 'CERT_HAS_EXPIRED', 'renew it');
  });

  it('names a file of the connection string that cannot be read', async () => {
    const tlsCAFile = '/nowhere/ca.pem';
    const uri = withUriOptions('mongodb://127.0.0.1:1/', { tls: 'true', tlsCAFile });
    await expectFault(uri, 'CONFIG_INVALID', 'MONGODB_URI', tlsCAFile);
  });

  it('says that user or password is refused', async () => {
    const refused = toErrorAnswer(18, 'AuthenticationFailed', 'Authentication failed.');
    const { uri } = await serve(answerHello(STANDALONE, () => refused));
    await expectFault(uri, 'STORE_UNAVAILABLE', 'user or password', 'authSource');
  });

  it('names the right that the user lacks', async () => {
    const message = 'not authorized on redress to execute command { createIndexes: "complaints" }';
    const denied = toErrorAnswer(13, 'Unauthorized', message);
    const uri = await serveCommands((name) => (name === 'createIndexes' ? denied : null));
    await expectFaultOf(uri, 'STORE_UNAVAILABLE', 'redress (createIndexes)', 'readWrite');
  });

  it('says that the server asks for a user', async () => {
    const denied = toErrorAnswer(13, 'Unauthorized', 'command find requires authentication');
    const uri = await serveCommands((name) => (name === 'find' ? denied : null));
    await expectFaultOf(uri, 'STORE_UNAVAILABLE', 'asks for a user and a password');
  });

  it('names the replica set that the server belongs to, or that it is in none', async () => {
    const member = await serve((command, host) =>
      answerHello({ ...STANDALONE, setName: 'rs1', hosts: [host], me: host })(command),
    );
    const uri = withUriOptions(member.uri, { replicaSet: 'rs0' });
    await expectFault(uri, 'STORE_UNAVAILABLE', 'replica set rs0', 'the replica set rs1');
    await member.close();
    const alone = await serve(answerHello(STANDALONE));
    const asked = withUriOptions(alone.uri, { replicaSet: 'rs0' });
    await expectFault(asked, 'STORE_UNAVAILABLE', 'is a standalone server');
  });

  it('names the least version of the server', async () => {
    const { uri } = await serve(answerHello({ ...STANDALONE, maxWireVersion: 8 }));
    await expectFault(uri, 'STORE_UNAVAILABLE', 'too old', 'MongoDB 4.4 or later');
  });

  it('names the command that the server does not know', async () => {
    const unknown = toErrorAnswer(59, 'CommandNotFound', "no such command: 'saslStart'");
    const { uri } = await serve(answerHello(STANDALONE, () => unknown));
    await expectFault(uri, 'STORE_UNAVAILABLE', 'saslStart', 'MongoDB 4.4 or later');
  });

  it('names the index that cannot be made', async () => {
    const conflict = toErrorAnswer(85, 'IndexOptionsConflict', 'exists with different options');
    const uri = await serveCommands((name) => (name === 'createIndexes' ? conflict : null));
    await expectFaultOf(uri, 'STORE_SCHEMA', 'filedBy');
  });

  it('says that a server does not finish in time', async () => {
    const late = toErrorAnswer(50, 'MaxTimeMSExpired', 'operation exceeded time limit');
    const uri = await serveCommands((name) => (name === 'find' ? late : null));
    await expectFaultOf(uri, 'STORE_UNAVAILABLE', 'in time', 'MaxTimeMSExpired');
  });

  it('is about MONGODB_URI when no database can have the name in it', async () => {
    const refused = toErrorAnswer(73, 'InvalidNamespace', 'Invalid namespace: a b.meta');
    const uri = await serveCommands((name) => (name === 'find' ? null : refused));
    await expectFaultOf(uri, 'CONFIG_INVALID', 'MONGODB_URI', 'name of the database');
    for (const name of ['redress.live', '%zz']) {
      const named = new URL(name, uri.endsWith('/') ? uri : `${uri}/`).href;
      await expectFaultOf(named, 'CONFIG_INVALID', 'MONGODB_URI');
    }
  });

  it('is about MONGODB_URI when the string cannot be used, without quoting it', async () => {
    await expectFault('mongodb://127.0.0.1/?nonsense=1', 'CONFIG_INVALID', 'nonsense');
    await expectFault(
      'mongodb://127.0.0.1:99999/',
      'CONFIG_INVALID',
      'MONGODB_URI',
      'cannot be read',
    );
    await expectFault('mongodb://p@ss@127.0.0.1/', 'CONFIG_INVALID', 'Percent-encode');
  });

  /** A server without users on which the layout is known; `answer` may answer a command by its name. */
  async function serveCommands(
    answer: (name: string) => Readonly<Record<string, unknown>> | null,
  ): Promise<string> {
    const layout = { _id: 'layout', layout: 1, lease: null };
    const found = { ok: 1, cursor: toCursor([layout]) };
    const { uri } = await serve(
      answerHello(STANDALONE, (command) => {
        const name = Object.keys(command)[0] ?? '';
        return answer(name) ?? (name === 'find' ? found : { ok: 1 });
      }),
    );
    return uri;
  }

  async function expectFaultOf(uri: string, code: string, ...words: readonly string[]) {
    const options = { uri, appName: 'redress-test', layoutSteps: [] };
    const fault = await catchRejection(openMongoStores(options));
    expect(fault).to.have.property('code', code);
    for (const word of words) expect(fault).to.have.property('message').that.includes(word);
    expect(fault).to.have.property('cause').that.is.instanceOf(Error);
  }
});
