import type { Request } from 'express';

import { originAllowed } from './bot-origins.js';

/** The page that asks, as far as its browser says. Programs may say what they like: this is no proof of anything. */
export interface AskingPage {
  /** Left out by browsers only when a page reads from its own site, and by programs that are no browser. */
  origin: string | undefined;
  /** `Sec-Fetch-Site`; plain-http addresses other than localhost do not get it. */
  site: string | undefined;
  /** The host that was asked. */
  host: string | undefined;
  /** What is asked for changes nothing. */
  reads: boolean;
}

export function askingPage({ method, headers }: Pick<Request, 'method' | 'headers'>): AskingPage {
  const site = headers['sec-fetch-site'];
  return {
    origin: headers.origin,
    site: Array.isArray(site) ? site.join() : site,
    host: headers.host,
    reads: method === 'GET' || method === 'HEAD' || method === 'OPTIONS',
  };
}

/**
 * Whether the page may show a bot whose list is `domains`. Our own pages always may. What changes something must name
 * its page; what only reads may come without, as it does from our own pages, unless the browser says it is another's.
 */
export function mayShow(page: AskingPage, domains: readonly string[], publicUrl: string): boolean {
  const { origin, site, host, reads } = page;
  if (origin === undefined) return reads && (site === undefined || site === 'same-origin' || site === 'none');
  return isOwn(origin, host, publicUrl) || originAllowed(origin, domains);
}

function isOwn(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === host;
}
