import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

import { isRead, rememberedFolder } from './remembered-folder.js';

/** Built by `web/`, beside the compiled server. */
const WEB = join(import.meta.dirname, '../../../web/dist');

const FOR_GOOD = 'public, max-age=31536000, immutable';
/** Names without a hash: after an update browsers have the new file within minutes. */
const FOR_MINUTES = 'public, max-age=300';

/** What other parts of the platform answer; everything else may be a page of the console. */
const NOT_PAGES = /^\/(api|docs|queues|health|metrics|socket\.io|assets|widget|demo)(\/|$)/i;

/**
 * Serves the pages that `web/` builds, compressed at build time: the console at `/`, `/widget.js` with what it loads, and
 * `/demo/<public key>`. Nothing is served when they have not been built, and only what was built when the server started.
 */
export function serveWebAssets(app: NestExpressApplication, folder = WEB): void {
  if (!existsSync(join(folder, 'console/index.html'))) return;
  app.use(rememberedFolder(join(folder, 'widget'), openToAll));
  app.use(page(readFileSync(join(folder, 'widget/demo.html')), isDemo));
  app.use(
    rememberedFolder(join(folder, 'console'), (response, path) =>
      response.setHeader('Cache-Control', path.includes('/assets/') ? FOR_GOOD : FOR_MINUTES),
    ),
  );
  app.use(page(readFileSync(join(folder, 'console/index.html')), isPage));
}

/** Scripts that pages of other sites load; they hold nothing that is anybody's. */
function openToAll(response: Response, path: string): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Cache-Control', path.startsWith('/widget/') ? FOR_GOOD : FOR_MINUTES);
}

/** Asked for every time, so that a new version is seen at once. */
function page(html: Buffer, matches: (request: Request) => boolean) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!matches(request)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(html);
  };
}

function isDemo(request: Request): boolean {
  return isRead(request) && /^\/demo\/[\w-]+$/.test(request.path);
}

/** A browser that opens an address inside the console, not a program that asks for data or a file that is not there. */
function isPage(request: Request): boolean {
  if (!isRead(request) || NOT_PAGES.test(request.path) || /\.[a-z0-9]+$/i.test(request.path)) return false;
  return request.headers.accept?.includes('text/html') ?? false;
}
