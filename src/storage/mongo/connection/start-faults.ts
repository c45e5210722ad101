import {
  type MongoClient,
  MongoInvalidArgumentError,
  MongoServerError,
  MongoServerSelectionError,
  type TopologyDescription,
} from 'mongodb';
import { RedressError } from '../../../errors.js';
import { hasMemberWithoutPrimary } from './await-primary.js';

/** What is known of the servers when a start fails. */
export interface StartContext {
  /** `host:port` of each server, without credentials. */
  readonly hosts: string;
  /** The name of the replica set in the connection string. */
  readonly replicaSet: string | undefined;
  readonly usesTls: boolean;
  /** The sets that the servers say they belong to, as far as one has answered; null: to none. */
  readonly foundSets: ReadonlySet<string | null>;
}

/** Collects what a start that fails needs, from the moment the client is created. */
export function watchStart(client: MongoClient): StartContext {
  const { hosts, srvHost, replicaSet, tls } = client.options;
  const foundSets = new Set<string | null>();
  client.on('serverHeartbeatSucceeded', ({ reply }) => {
    const { setName } = reply as { readonly setName?: string };
    foundSets.add(setName ?? null);
  });
  return {
    hosts: srvHost ?? hosts.map(String).join(', '),
    replicaSet: replicaSet ?? undefined,
    usesTls: tls,
    foundSets,
  };
}

/**
 * Says why a start failed, and what to do, as far as the driver tells. The message has no password in
 * it; the driver's error is the cause. Returns errors that say nothing about the server unchanged.
 */
export function toStartFault(error: unknown, context: StartContext): unknown {
  const root = findRoot(error);
  const file = root instanceof Error ? findUnreadableFile(root) : undefined;
  if (file !== undefined) {
    const why = `MONGODB_URI: the file ${file} cannot be read.`;
    return new RedressError('CONFIG_INVALID', why, { cause: root });
  }
  if (isRefusedName(root)) {
    const why =
      'MONGODB_URI: the name of the database in it is refused. Use letters, digits, - and _ only.';
    return new RedressError('CONFIG_INVALID', why, { cause: root });
  }
  if (isSchemaFault(error, root)) return error;
  const why = describeRoot(root, context);
  return why === undefined ? error : new RedressError('STORE_UNAVAILABLE', why, { cause: root });
}

/** Is it about the name of the database? The driver refuses some names, and the server others. */
function isRefusedName(root: unknown): boolean {
  if (root instanceof MongoInvalidArgumentError || root instanceof URIError) return true;
  return root instanceof MongoServerError && Number(root.code) === INVALID_NAMESPACE;
}

/** The servers' error is the cause of ours. */
function findRoot(error: unknown): unknown {
  return error instanceof RedressError && error.cause !== undefined ? error.cause : error;
}

/** A layout or an index that does not fit has a message of its own, unless a right or time was missing. */
function isSchemaFault(error: unknown, root: unknown): boolean {
  if (!(error instanceof RedressError) || error.code !== 'STORE_SCHEMA') return false;
  const code = root instanceof MongoServerError ? Number(root.code) : 0;
  return ![...NOT_AUTHORISED, ...TIMED_OUT].includes(code);
}

/** `tlsCAFile` and `tlsCertificateKeyFile` are read when the client connects. */
function findUnreadableFile(error: Error): string | undefined {
  const { path, syscall } = error as NodeJS.ErrnoException;
  return syscall === 'open' || syscall === 'read' ? path : undefined;
}

function describeRoot(root: unknown, context: StartContext): string | undefined {
  if (root instanceof MongoServerSelectionError) return describeSelection(root, context);
  if (root instanceof MongoServerError) return describeAnswer(root);
  const { code, syscall } = root as NodeJS.ErrnoException;
  if (syscall === 'querySrv' || syscall === 'queryTxt') {
    return `The name service has no MongoDB servers for ${context.hosts} (${code}): check the host in MONGODB_URI; with mongodb+srv:// it is the name of the cluster.`;
  }
  return undefined;
}

function describeSelection(error: MongoServerSelectionError, context: StartContext): string {
  const { replicaSet, hosts } = context;
  const topology = error.reason as TopologyDescription | undefined;
  const servers = [...(topology?.servers.values() ?? [])];
  if (hasMemberWithoutPrimary(topology)) {
    return `The replica set of ${hosts} has no primary: too few of its servers run or reach each other. Check rs.status() on one of them.`;
  }
  const cause = servers.find((server) => server.error !== null)?.error ?? error.cause;
  const isExpectedSet =
    replicaSet === undefined || context.foundSets.size === 0 || context.foundSets.has(replicaSet);
  if (!isExpectedSet) return describeWrongSet(context, replicaSet);
  return describeConnection(cause, context);
}

function describeWrongSet({ hosts, foundSets }: StartContext, replicaSet: string): string {
  const names = [...foundSets].filter((name) => name !== null);
  const found =
    names.length === 0
      ? 'is a standalone server: remove replicaSet from MONGODB_URI, or start the server with --replSet'
      : `belongs to the replica set ${names.join(', ')}: correct replicaSet in MONGODB_URI`;
  return `MONGODB_URI asks for the replica set ${replicaSet}, but ${hosts} ${found}.`;
}

/** Codes of the TLS library for certificates that are refused, with what to do. */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired: renew it on the server',
  CERT_NOT_YET_VALID: 'it is not valid yet: check the clocks of both computers',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'it is for another host name: use the name in the certificate in MONGODB_URI',
};
const UNKNOWN_ISSUER =
  'this computer does not know who signed it: name the file of the authority with tlsCAFile=… in MONGODB_URI';

/** Why no connection came about. */
function describeConnection(error: unknown, { hosts, usesTls }: StartContext): string {
  const message = error instanceof Error ? error.message : '';
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : null;
  const code = cause?.code ?? '';
  if (message.includes('wire version')) {
    return `The server at ${hosts} is too old: Redress needs MongoDB 4.4 or later (wire version 9).`;
  }
  if (code === 'ECONNREFUSED') {
    return `Nobody listens at ${hosts}: start MongoDB, or correct host and port in MONGODB_URI.`;
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `The host of ${hosts} is unknown (${code}): correct it in MONGODB_URI, or check the name service.`;
  }
  if (/CERT|SIGNATURE|ISSUER|CRL/.test(code)) {
    return `The certificate of ${hosts} is refused (${code}): ${CERTIFICATE_FAULTS[code] ?? UNKNOWN_ISSUER}.`;
  }
  return describeSilence(message, code, hosts, usesTls);
}

function describeSilence(message: string, code: string, hosts: string, usesTls: boolean): string {
  const isTlsFault = /SSL|TLS|EPROTO/.test(code) || message.includes('secureConnect');
  if (isTlsFault) {
    return `${hosts} does not speak TLS with Redress: remove tls=true from MONGODB_URI if the server has no TLS, else check its TLS settings.`;
  }
  if (/closed|ECONNRESET/.test(`${message} ${code}`)) {
    const why = usesTls
      ? 'check its TLS settings and whether it wants a certificate of Redress (tlsCertificateKeyFile)'
      : 'it probably wants TLS, add tls=true to MONGODB_URI';
    return `${hosts} closes each connection: ${why}. The server's log says more.`;
  }
  return `${hosts} did not answer in time: check that MongoDB runs there, and the firewalls in between.`;
}

/** The server's codes: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const CREDENTIALS_REFUSED = [18, 11, 8000]; // AuthenticationFailed, UserNotFound, Atlas' own
const NOT_AUTHORISED = [13, 31]; // Unauthorized, RoleNotFound
const FEATURE_MISSING = [59, 115, 238]; // CommandNotFound, CommandNotSupported, NotImplemented
const INVALID_NAMESPACE = 73;
const TIMED_OUT = [50, 64, 262]; // MaxTimeMSExpired, WriteConcernTimeout, ExceededTimeLimit

/** What the server answered. Its message may quote data, so only names of commands are taken from it. */
function describeAnswer({ code, codeName, message }: MongoServerError): string | undefined {
  const number = Number(code);
  if (CREDENTIALS_REFUSED.includes(number)) {
    return 'MongoDB refuses user or password: correct them in MONGODB_URI, and check authSource, the database that knows the user (mostly admin).';
  }
  if (NOT_AUTHORISED.includes(number)) {
    const denied = /not authorized on (\S+) to execute command \{ ?(\w+)/.exec(message);
    const where = denied === null ? 'its database' : `the database ${denied[1]} (${denied[2]})`;
    const isAnonymous = /requires authentication/.test(message);
    return isAnonymous
      ? 'MongoDB asks for a user and a password: add them to MONGODB_URI.'
      : `The user of MONGODB_URI lacks a right on ${where}: give it the role readWrite there.`;
  }
  if (FEATURE_MISSING.includes(number)) {
    const command = /command:? '?"?(\w+)/.exec(message)?.[1];
    const what = command === undefined ? (codeName ?? `code ${number}`) : `the command ${command}`;
    return `The server lacks what Redress needs (${what}): use MongoDB 4.4 or later. Servers that only resemble it may not do.`;
  }
  if (TIMED_OUT.includes(number)) {
    return `MongoDB did not finish in time (${codeName ?? number}): check its load, and that a majority of its servers runs.`;
  }
  return undefined;
}
