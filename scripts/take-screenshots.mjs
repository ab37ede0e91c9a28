/**
 * Takes the pictures of docs/images: starts a server of its own with nothing in it, makes a bot of the examples, and walks
 * through every page. Needs a build (`npm run build`) and a Chromium (/usr/bin/chromium, or named by CHROMIUM).
 *
 *   node scripts/take-screenshots.mjs                   the pictures of the documentation
 *   node scripts/take-screenshots.mjs --all <folder>    every page and state, whole, at 390 and 1440 pixels, light and dark
 *
 *   --widths 768,1920    other widths, with --all
 *   --only usage,demo    only these pictures
 *   --server <file>      another build than dist/main.js
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { Camera, gallery } from './lib/screenshots/camera.mjs';
import { takeConsole } from './lib/screenshots/console.mjs';
import { takeFirstPages, takeMailedLinks } from './lib/screenshots/outside.mjs';
import { startServer } from './lib/screenshots/server.mjs';
import { takeWidget } from './lib/screenshots/widget.mjs';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    all: { type: 'string' },
    widths: { type: 'string', default: '390,1440' },
    only: { type: 'string' },
    server: { type: 'string', default: join(root, 'dist', 'main.js') },
  },
});

const server = await startServer(resolve(values.server));
const camera = await Camera.open(values.all ?? join(root, 'docs', 'images'), {
  widths: values.all && values.widths.split(',').map(Number),
  only: values.only?.split(','),
});
try {
  await takeFirstPages(camera, server);
  const made = await takeConsole(camera, server);
  await takeWidget(camera, server, made);
  await takeMailedLinks(camera, server);
  if (!values.all && !values.only) {
    await writeFile(join(root, 'docs', 'images', 'README.md'), gallery(camera.taken));
  }
} finally {
  await camera.close();
  await server.stop();
}
