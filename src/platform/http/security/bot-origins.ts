/**
 * Whether a page of `origin` may show a bot whose list is `domains`: host names (`example.com`), with a port where it
 * is not the usual one, or with `*.` in front for every name below. Compared with the parsed host, whole labels only.
 * Pages without an origin (`null`: sandboxed, local files) are on no list, and an empty list lets nobody in.
 */
export function originAllowed(origin: string | undefined, domains: readonly string[]): boolean {
  if (!isWebOrigin(origin)) return false;
  const url = new URL(origin);
  return domains.some((domain) => matches(url, domain.trim().toLowerCase()));
}

/** An origin and nothing more: no path, no user, and in the one spelling that browsers send. */
export function isWebOrigin(origin: string | undefined): origin is string {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return /^https?:$/.test(url.protocol) && url.origin === origin;
}

function matches({ host, protocol }: URL, domain: string): boolean {
  const below = domain.startsWith('*.');
  const name = below ? domain.slice(2) : domain;
  // The usual ports are not part of `host`.
  const wanted = URL.canParse(`${protocol}//${name}`) ? new URL(`${protocol}//${name}`).host : '';
  if (wanted === '') return false;
  return below ? host.endsWith(`.${wanted}`) : host === wanted;
}

/** What the browser asks for before a request that is not simple: a method, for one origin, never with credentials. */
export function preflightHeaders(origin: string, method: string): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID',
    'Access-Control-Allow-Methods': method,
    'Access-Control-Max-Age': '600',
  };
}

/** Lets the pages of one origin read an answer. */
export function sharedAnswerHeaders(origin: string): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers':
      'ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
}
