/**
 * What `npm start` and `npm test` need before they can run: installs the packages when package-lock.json changed or
 * node_modules is missing and, with `--build`, compiles when a source or a setting changed. Contents are compared, not
 * times. Says nothing when there is nothing to do. `--force` builds in any case.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { compressFiles } from './lib/compress.mjs';
import { endOrphan, runNode, runNpm } from './lib/child.mjs';
import { hashFiles, hashOf, listFiles } from './lib/content-hash.mjs';
import { withLock } from './lib/process-lock.mjs';

const root = join(import.meta.dirname, '..');
const cache = join(root, '.cache');
const installStamp = join(root, 'node_modules', '.kyrochat-installed');
const dist = join(root, 'dist');
const next = join(root, 'dist.next');
const web = join(root, 'web');
const webNext = join(root, '.cache', 'web');
const WEB_BUILDS = ['console', 'widget'];
const STAMP = '.kyrochat-built';
const pidFile = join(cache, 'prepare.child');
const force = process.argv.includes('--force');

try {
  requireNode();
  await mkdir(cache, { recursive: true });
  await withLock(join(cache, 'prepare.lock'), say, async () => {
    await endOrphan(pidFile);
    await install();
    if (process.argv.includes('--build')) {
      await build();
      await buildWeb();
    }
  });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node.js 20.19 or newer is needed; this is ${process.versions.node}.`);
}

async function install() {
  const lock = await readFile(join(root, 'package-lock.json'), 'utf8');
  const wanted = hashOf([lock, process.platform, process.arch, process.versions.modules]);
  if ((await readStamp(installStamp)) === wanted) return;
  if (!installedByHand(lock)) {
    say(
      existsSync(join(root, 'node_modules'))
        ? 'Updating the packages ...'
        : 'Installing the packages (once) ...',
    );
    const started = Date.now();
    // A killed npm ci leaves no stamp, so the next run repeats it.
    const code = await runNpm(root, pidFile, [
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
    ]);
    if (code !== 0) {
      throw new Error(
        'The packages could not be installed; npm said why above. ' +
          'Check the network and the registry (npm config get registry), then run the same command again.',
      );
    }
    say(`Packages installed in ${seconds(started)}.`);
  }
  await writeFile(installStamp, wanted);
}

/** True when an npm ci or npm install by hand already left what package-lock.json wants, development tools included. */
function installedByHand(lockText) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(JSON.parse(lockText).packages).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' ||
      (installed[path]
        ? installed[path].version === version
        : Boolean((optional || devOptional) && !existsSync(join(root, path)))),
  );
}

async function build() {
  const sources = (await listFiles(join(root, 'src'))).filter((path) => !path.endsWith('.spec.ts'));
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
  const wanted = await hashFiles(root, [...sources, ...settings.map((name) => join(root, name))]);
  if (!force && (await readStamp(join(dist, STAMP))) === wanted) return;
  say('Compiling ...');
  const started = Date.now();
  await compile(next);
  await writeFile(join(next, STAMP), wanted);
  await swap(next, dist);
  say(`Compiled in ${seconds(started)}.`);
}

/** Console and widget: pages of their own, built apart so that a change of the server does not wait for them. */
async function buildWeb() {
  const sources = (await listFiles(web)).filter((path) => !path.startsWith(join(web, 'dist')));
  const wanted = await hashFiles(root, [...sources, join(root, 'package-lock.json')]);
  if (!force && (await readStamp(join(web, 'dist', STAMP))) === wanted) return;
  say('Building console and widget ...');
  const started = Date.now();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await rm(webNext, { recursive: true, force: true });
  for (const name of WEB_BUILDS) {
    const config = join(web, name, 'vite.config.ts');
    const args = [vite, 'build', '-c', config, '--outDir', join(webNext, name), '--logLevel', 'warn'];
    if ((await runNode(root, pidFile, args)) !== 0) {
      throw new Error(`The ${name} does not build; the bundler said why above.`);
    }
  }
  await compressFiles(webNext);
  await writeFile(join(webNext, STAMP), wanted);
  await swap(webNext, join(web, 'dist'));
  say(`Built in ${seconds(started)}.`);
}

/**
 * Beside the old build, at the same depth (source maps hold relative paths): a build that fails or is killed leaves the
 * old one alone, and a server that runs meanwhile does not lose the files under its feet.
 */
async function compile(folder) {
  await rm(folder, { recursive: true, force: true });
  const tsconfig = join(cache, 'tsconfig.json');
  const settings = { extends: '../tsconfig.build.json', compilerOptions: { outDir: folder } };
  await writeFile(tsconfig, JSON.stringify(settings));
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  if ((await runNode(root, pidFile, [nest, 'build', '--path', relative(root, tsconfig)])) === 0) return;
  throw new Error('The sources do not compile; the compiler said why above.');
}

async function swap(next, current) {
  const old = join(cache, `dist-${process.pid}`);
  if (existsSync(current)) await rename(current, old);
  await rename(next, current);
  await rm(old, { recursive: true, force: true });
}

async function readStamp(path) {
  return readFile(path, 'utf8').catch(() => '');
}

/** To stderr: `npm test -- --json` owns stdout. */
function say(message) {
  process.stderr.write(`kyrochat: ${message}\n`);
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
