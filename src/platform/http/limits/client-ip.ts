import type { IncomingMessage } from 'node:http';

/**
 * The address a request comes from, for what Express never sees (socket handshakes), by the same rule: of the addresses
 * in X-Forwarded-For, only the last `proxies` were written by proxies we trust.
 */
export function clientIp(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  proxies: number,
): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean)
    .reverse();
  const hops = [socket.remoteAddress ?? '', ...forwarded];
  return hops[Math.min(proxies, hops.length - 1)];
}
