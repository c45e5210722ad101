/** A connection string of one host with more options and, when given, another port on loopback. */
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
 * Host and port of a connection string for which a proxy can stand in: one host, named with its
 * port, and no certificate that would not be the proxy's.
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
