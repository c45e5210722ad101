/** True when the host is this computer: `localhost`, 127.0.0.0/8 or `::1`. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name === '::1') return true;
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/** True when every server of a MongoDB URI is on this computer. Never true for `mongodb+srv`. */
export function isLoopbackMongoUri(uri: string): boolean {
  const rest = /^mongodb:\/\/(.*)$/i.exec(uri)?.[1];
  if (rest === undefined) return false;
  const authority = rest.split(/[/?]/, 1)[0] ?? '';
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return hosts.every((host) => isLoopbackHost(host.replace(/:\d+$/, '')));
}

/** True when the URL's host is this computer. */
export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}
