import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { type Browser, chromium } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

// What a browser does in time depends on everything else that the machine does: a test that fails is tried once more, and
// its first failure is told.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

/** A headless Chromium; null, after saying so, when none is on PATH (or named by CHROMIUM). */
export async function startBrowser(): Promise<Browser | null> {
  const executablePath = process.env.CHROMIUM ?? findOnPath();
  if (!executablePath) {
    process.stderr.write(
      '\n  NOT TESTED: the pages of this file were not opened, because there is no Chromium on PATH.\n' +
        '  To run it: apt-get install chromium (Debian, Ubuntu), or name a Chrome in CHROMIUM.\n\n',
    );
    return null;
  }
  // Root, as in containers, may not use Chromium's sandbox; only our own pages are opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

function findOnPath(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const program of PROGRAMS) {
      const path = join(folder, program);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}
