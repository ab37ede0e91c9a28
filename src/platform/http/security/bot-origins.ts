/** Port: the origins whose pages may show a bot. Undefined when there is no such bot. */
export abstract class BotOrigins {
  abstract of(publicKey: string): Promise<readonly string[] | undefined>;
}

/**
 * Whether a page of `origin` may show a bot whose list is `domains`: host names (`example.com`), with a port where it
 * is not the usual one, or with `*.` in front for every name below. Compared with the parsed host, whole labels only.
 * Pages without an origin (`null`: sandboxed, local files) are on no list. An empty list allows every site.
 */
export function originAllowed(origin: string | undefined, domains: readonly string[]): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  // An origin and nothing more: no path, no user, and in the one spelling that browsers send.
  if (!/^https?:$/.test(url.protocol) || url.origin !== origin) return false;
  if (domains.length === 0) return true;
  return domains.some((domain) => matches(url, domain.trim().toLowerCase()));
}

function matches({ host, protocol }: URL, domain: string): boolean {
  const below = domain.startsWith('*.');
  const name = below ? domain.slice(2) : domain;
  // The usual ports are not part of `host`.
  const wanted = URL.canParse(`${protocol}//${name}`) ? new URL(`${protocol}//${name}`).host : '';
  if (wanted === '') return false;
  return below ? host.endsWith(`.${wanted}`) : host === wanted;
}

/** The CORS headers of a widget answer: the one origin, without credentials, or none at all. */
export function widgetCorsHeaders(
  origin: string | undefined,
  domains: readonly string[],
): Record<string, string> {
  if (!originAllowed(origin, domains)) return { Vary: 'Origin' };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin!,
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID',
    'Access-Control-Allow-Methods': 'GET, POST, PUT',
    'Access-Control-Expose-Headers': 'RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
    'Access-Control-Max-Age': '600',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
}
