import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import sirv from 'sirv';

/** Built by `web/`, beside the compiled server. */
const CONSOLE = join(import.meta.dirname, '../../../web/dist/console');

/** What other parts of the platform answer; everything else may be a page of the console. */
const NOT_PAGES = /^\/(api|docs|queues|health|metrics|socket\.io|assets)(\/|$)/i;

/**
 * Serves the console at `/`, compressed at build time. Files with a hash in their name are kept by browsers for good; the
 * page itself is asked for every time, so that a new version is seen at once. Addresses inside the console (`/bots/...`)
 * get the same page. Nothing is served when the pages have not been built.
 */
export function serveConsole(app: NestExpressApplication, folder = CONSOLE): void {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return;
  const html = readFileSync(page);
  app.use(
    sirv(folder, {
      brotli: true,
      gzip: true,
      etag: true,
      extensions: [],
      setHeaders: (response, path) =>
        response.setHeader(
          'Cache-Control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
        ),
    }),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(html);
  });
}

/** A browser that opens an address, and not a program that asks for data or a file that is not there. */
function isPage(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (NOT_PAGES.test(request.path) || /\.[a-z0-9]+$/i.test(request.path)) return false;
  return request.headers.accept?.includes('text/html') ?? false;
}
