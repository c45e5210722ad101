/** Adds options to a connection string of one host and, if given, another port on loopback. */
export function withUriOptions(
  uri: string,
  options: Readonly<Record<string, string>>,
  port?: number,
): string {
  const url = new URL(uri);
  if (port !== undefined) url.host = `127.0.0.1:${port}`;
  if (url.pathname === '') url.pathname = '/';
  for (const [name, value] of Object.entries(options)) url.searchParams.set(name, value);
  return url.toString();
}

/**
 * Host and port of a connection string that a proxy can replace: one host with a port, and no TLS.
 */
export function findProxyTarget(
  uri: string,
): { readonly host: string; readonly port: number } | undefined {
  if (uri.includes(',') || uri.includes('+srv:')) return undefined;
  const url = new URL(uri);
  const secured = url.searchParams.get('tls') === 'true' || url.searchParams.get('ssl') === 'true';
  if (secured || url.port === '') return undefined;
  return { host: url.hostname, port: Number(url.port) };
}
