import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { smallPng } from './small-png.mjs';

/** What the documentation shows of each page. */
const IN_DOCS = [
  { suffix: '', width: 1280, height: 800, colorScheme: 'light' },
  { suffix: '-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { suffix: '-phone', width: 390, height: 800, colorScheme: 'light' },
];

/** Every width in light and dark, to look at. */
const everyLook = (widths) =>
  widths.flatMap((width) =>
    ['light', 'dark'].map((colorScheme) => ({
      suffix: `-${width}-${colorScheme}`,
      width,
      height: width < 600 ? 844 : 900,
      colorScheme,
    })),
  );

const HIGHEST = 2200;

/** Takes pictures of pages, each at several looks. `widths`: of every look, whole pages; without it those of the documentation. */
export class Camera {
  constructor(browser, folder, { widths, only }) {
    this.browser = browser;
    this.folder = folder;
    this.whole = widths !== undefined;
    this.looks = widths ? everyLook(widths) : IN_DOCS;
    this.only = only;
    this.taken = [];
  }

  static async open(folder, options) {
    await mkdir(folder, { recursive: true });
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return new Camera(browser, folder, options);
  }

  close() {
    return this.browser.close();
  }

  /** A page in a browser of its own: own cookies and storage. */
  async page(home, options = {}) {
    const [{ width, height, colorScheme }] = this.looks;
    const context = await this.browser.newContext({
      baseURL: home,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      viewport: { width, height },
      colorScheme,
      ...options,
    });
    return context.newPage();
  }

  /** `docs: false`: only for looking, not for the documentation. */
  async take(page, name, { docs = true } = {}) {
    if (!this.whole && !docs) return;
    if (this.only && !this.only.includes(name)) return;
    this.taken.push(name);
    for (const { suffix, width, height, colorScheme } of this.looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(400);
      const picture = await page.screenshot(this.whole ? await wholePage(page) : {});
      await writeFile(join(this.folder, `${name}${suffix}.png`), this.whole ? picture : smallPng(picture));
    }
    const [{ width, height, colorScheme }] = this.looks;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
  }
}

/** A page that shows the pictures of the documentation, in the order in which they were taken. */
export function gallery(names) {
  const head = [
    '# Every page',
    'Taken by `node scripts/take-screenshots.mjs`, which walks through a fresh installation with the bot of the examples.',
  ];
  const shown = names.map((name) => {
    const title = name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
    return `## ${title}\n\n![${title}](${name}.png)\n\n[In the dark](${name}-dark.png) · [on a phone](${name}-phone.png)`;
  });
  return `${[...head, ...shown].join('\n\n')}\n`;
}

/** What lies over a page is as high as the window, and nobody looks at the end of a long list. */
async function wholePage(page) {
  if ((await page.locator('[role=dialog]:visible').count()) > 0) return {};
  const [width, height] = await page.evaluate(
    '[document.documentElement.clientWidth, document.documentElement.scrollHeight]',
  );
  return { fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, HIGHEST) } };
}
