/**
 * Reads the address of a proxy from the option `proxy`, or from the environment if Node is told to use it.
 *
 * @module
 */

export interface Proxy {
  /** Origin without credentials, as shown in messages. */
  readonly origin: string;
  /** Value of the `Proxy-Authorization` header. Never shown. */
  readonly authorization: string | undefined;
}

/**
 * @param name - Name of the option in messages, such as `proxy`.
 * @throws TypeError when it is not the address of an HTTP or HTTPS proxy. The message does not contain the
 *   address, which may have a password.
 */
export function parseProxy(address: string, name = 'proxy'): Proxy {
  const wanted = 'Use the address of an HTTP proxy, such as "http://proxy.example.com:3128".';
  const url = typeof address === 'string' ? URL.parse(address) : null;
  if (url === null) throw new TypeError(`${name} is not a URL. ${wanted}`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`${name} uses "${url.protocol}", which is not supported. ${wanted}`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new TypeError(`${name} has more than an address. ${wanted}`);
  return { origin: url.origin, authorization: basic(url, name) };
}

function basic({ username, password }: URL, name: string): string | undefined {
  if (username === '' && password === '') return undefined;
  let credentials: string;
  try {
    credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw new TypeError(
      `${name} has a user name or password that is not percent-encoded: use encodeURIComponent().`,
    );
  }
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/**
 * The proxy that the environment defines for an address: `https_proxy` or `http_proxy`, unless `no_proxy`
 * excludes it. As in Node, lower-case names come first.
 */
export function proxyFromEnvironment(
  { protocol, hostname, port }: URL,
  environment: Readonly<Record<string, string | undefined>>,
): Proxy | undefined {
  const read = (name: string): string | undefined => environment[name] ?? environment[name.toUpperCase()];
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const address = read(name);
  if (address === undefined || address === '') return undefined;
  const host = withoutBrackets(hostname);
  const excluded = (read('no_proxy') ?? '').toLowerCase().split(/[,\s]/);
  const isExcluded = excluded.some((rule) =>
    matches(rule, host, port || (protocol === 'https:' ? '443' : '80')),
  );
  return isExcluded ? undefined : parseProxy(address, name);
}

/** Node's options for a host have IPv6 addresses without the brackets of a URL. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/[[\]]/g, '');
}

/**
 * The forms that Node documents: `*`, a name, `.suffix`, `*.suffix`, `host:port`, an IP address, and a range
 * of them.
 */
function matches(rule: string, host: string, port: string): boolean {
  if (rule === '*') return true;
  if (rule === host || rule === `${host}:${port}` || rule === `[${host}]:${port}` || rule === `[${host}]`)
    return true;
  const [name = '', rulePort = port] = rule.split(':');
  if (rulePort !== port) return false;
  if (name.startsWith('.') || name.startsWith('*.')) {
    const suffix = name.slice(name.indexOf('.'));
    return host.endsWith(suffix) || host === suffix.slice(1);
  }
  const [first = '', last = ''] = name.split('-');
  const own = ipv4(host);
  return ipv4(first) <= own && own <= ipv4(last);
}

/** The number of an address. `NaN`, which is in no range, for anything else. */
function ipv4(text: string): number {
  const { isIPv4 } = process.getBuiltinModule('node:net');
  return isIPv4(text) ? text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) : Number.NaN;
}
