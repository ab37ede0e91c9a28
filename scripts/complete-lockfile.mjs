/**
 * Completes package-lock.json after an `npm install`.
 *
 * A registry mirror that carries only some platforms' builds of a package makes npm drop the others from the lockfile,
 * and then `npm ci` refuses it ("Missing: ... from lock file"), there and everywhere else. For every optional
 * dependency that no entry resolves, this adds an entry with its version and the platform that its name tells.
 *
 *   node scripts/complete-lockfile.mjs            completes the file
 *   node scripts/complete-lockfile.mjs --check    fails when it is not complete
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', 'package-lock.json');
const OPERATING_SYSTEMS = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
  netbsd: 'netbsd',
  sunos: 'sunos',
  aix: 'aix',
  android: 'android',
  openharmony: 'openharmony',
};
const PROCESSORS = [
  'arm64',
  'arm',
  'x64',
  'ia32',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'wasm32',
  'mips64el',
];

const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingEntries(lock.packages);

if (process.argv.includes('--check')) {
  if (missing.size > 0) {
    console.error(`package-lock.json lacks ${missing.size} optional packages. Run: npm run lockfile`);
    process.exit(1);
  }
} else if (missing.size > 0) {
  const entries = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
  // npm sorts the entries by path; so do we, to keep the next diff small.
  entries.sort(([left], [right]) => left.localeCompare(right, 'en'));
  lock.packages = Object.fromEntries(entries);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: added ${missing.size} optional packages of other platforms.`);
}

function missingEntries(packages) {
  const found = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolves(packages, path, name)) continue;
      found.set(`node_modules/${name}`, {
        version: range.replace(/^[\^~>=v\s]+/, ''),
        ...platformOf(name),
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      });
    }
  }
  return found;
}

/** Node's own resolution: the package's node_modules, then those of the folders above it. */
function resolves(packages, from, name) {
  let folder = from;
  while (folder !== '') {
    if (packages[`${folder}/node_modules/${name}`]) return true;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
  return `node_modules/${name}` in packages;
}

function platformOf(name) {
  const words = name.split('/').at(-1).split(/[-_.]/);
  const os = words.map((word) => OPERATING_SYSTEMS[word]).find(Boolean);
  const cpu = words.find((word) => PROCESSORS.includes(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : os === 'linux' && words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os ? { os: [os] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  };
}
