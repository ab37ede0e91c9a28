import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/** Built by `web/`, beside the compiled server. */
export const CONSOLE_FOLDER = join(import.meta.dirname, '../../../web/dist/console');

/** What other parts of the platform answer; everything else may be a page of the console. */
const NOT_PAGES = /^\/(api|docs|queues|health|metrics|socket\.io|assets)(\/|$)/i;

/**
 * Serves the console at `/`. Files with a hash in their name are kept by browsers for good; the page itself is asked for
 * every time, so that a new version is seen at once. Addresses inside the console (`/bots/...`) get the same page.
 */
export function serveConsole(app: NestExpressApplication, folder = CONSOLE_FOLDER): void {
  app.useStaticAssets(join(folder, 'assets'), {
    prefix: '/assets',
    index: false,
    redirect: false,
    immutable: true,
    maxAge: '365d',
  });
  app.useStaticAssets(folder, { index: false, redirect: false, maxAge: '1h' });
  const page = join(folder, 'index.html');
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) return next();
    if (!existsSync(page)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(page);
  });
}

/** A browser that opens an address, and not a program that asks for data or a file that is not there. */
function isPage(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (NOT_PAGES.test(request.path) || /\.[a-z0-9]+$/i.test(request.path)) return false;
  return request.headers.accept?.includes('text/html') ?? false;
}
