import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import type { SystemUser } from './system-user.js';
import { runAs } from './watched-process.js';

/** A folder with PostgreSQL's `bin`, `lib` and `share`, and the version of what is in it. */
export interface NativeBinaries {
  folder: string;
  /** For example `18.4.0-beta.17`. */
  version: string;
}

export function binary(native: NativeBinaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(native.folder, 'bin', name);
}

/** The binaries that npm installed for this platform. */
export async function findNativeBinaries(): Promise<NativeBinaries> {
  if (process.platform === 'win32') {
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      'The embedded PostgreSQL runs on Linux and macOS. On Windows use WSL, Docker, or set DATABASE_URL.',
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    // The platform package is a dependency of embedded-postgres and may be installed below it.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const root = resolve(dirname(entry), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch {
    throw new EmbeddedPostgresError(
      'binaries_missing',
      `The package ${name} is not installed, so there is no PostgreSQL to start. Run "npm ci --include=optional"; ` +
        `if there is no such package for this system, set DATABASE_URL to a PostgreSQL server of yours.`,
    );
  }
}

/**
 * Makes the binaries usable by `user`: with the library symlinks that npm packages cannot hold, and in a folder which
 * the user may enter. When the installed folder cannot serve, a copy below `refuge` does.
 */
export async function usableBinaries(
  native: NativeBinaries,
  user: SystemUser,
  refuge: string,
): Promise<NativeBinaries & { copied: boolean }> {
  if ((await linkLibraries(native.folder)) && (await works(native, user)))
    return { ...native, copied: false };
  const copy = { ...native, folder: join(refuge, `native-${native.version}`) };
  if (!(await exists(copy.folder))) await copyWhole(native.folder, copy.folder);
  const trial = await runAs(user, binary(copy, 'postgres'), ['--version']);
  if (trial.code === 0) return { ...copy, copied: true };
  throw new EmbeddedPostgresError(
    'binaries_missing',
    `PostgreSQL's program does not run here: ${trial.output.trim() || 'no message'}. ` +
      'Set DATABASE_URL to a PostgreSQL server of yours.',
  );
}

async function works(native: NativeBinaries, user: SystemUser): Promise<boolean> {
  return (await runAs(user, binary(native, 'postgres'), ['--version'])).code === 0;
}

/** Into a neighbour folder first: a copy cut off by kill -9 must not be taken for a whole one. */
async function copyWhole(from: string, to: string): Promise<void> {
  const draft = `${to}.part-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(to), { recursive: true });
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await chmod(draft, 0o755);
  await linkLibraries(draft);
  try {
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(to))) throw error;
  }
}

/** False when links are missing and the folder cannot be written to. */
async function linkLibraries(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      // Both are written from the package's root, for example native/lib/libpq.so.5.
      const at = join(folder, target.replace(/^native\//, ''));
      const to = join(folder, source.replace(/^native\//, ''));
      if (await exists(at)) continue;
      await symlink(relative(dirname(at), to), at).catch(ignoreExisting);
    }
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return false;
    throw error;
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
