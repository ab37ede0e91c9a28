/**
 * Where to go after signing in: a path of this console. Addresses come from links, so anything that would lead somewhere
 * else gives the list of bots.
 */
export function safePath(next: unknown): string {
  // The router turns `?next=5` into a number.
  if (typeof next !== 'string' || !next.startsWith('/')) return '/bots';
  // As the browser would read it: `//host`, `/\host` and the like are other sites.
  const address = new URL(next, location.origin);
  if (address.origin !== location.origin || address.pathname.startsWith('//')) return '/bots';
  return address.pathname + address.search + address.hash;
}
