import { createHash } from 'node:crypto';
import { access, chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import type { SystemUser } from './system-user.js';
import { runAs } from './watched-process.js';

const SYSTEM_FOLDER = '/var/lib/kyrochat';

/** Where one installation keeps its database. */
export interface ClusterLocation {
  /** Holds everything below. */
  base: string;
  /** PostgreSQL's data folder. */
  cluster: string;
  secretFile: string;
  logFile: string;
  lockFile: string;
  /** True when PostgreSQL's user may not enter the data folder and everything lies in /var/lib/kyrochat. */
  moved: boolean;
}

/**
 * The database lies in the data folder, unless PostgreSQL's user (not root, when the app is) may not enter it, as in a
 * closed home folder: then it lies in `/var/lib/kyrochat/<hash>`. A file in the data folder says so, and an existing
 * database is always found where it is: neither opening the home nor moving the folder makes it seem empty.
 */
export async function locateCluster(dataDir: string, user: SystemUser): Promise<ClusterLocation> {
  await mkdir(dataDir, { recursive: true, mode: user.ids ? 0o711 : 0o700 });
  const folder = await realpath(dataDir);
  const signpost = join(folder, 'postgres.location');
  const here = layout(folder, false);
  const elsewhere = layout(refugeFor(folder), true);
  const named = (await readFile(signpost, 'utf8').catch(() => '')).trim();
  if (named) return prepare(layout(named, true));
  if (await exists(join(here.cluster, 'PG_VERSION'))) {
    if (await mayEnter(user, folder)) return here;
    throw new EmbeddedPostgresError(
      'data_dir_unreachable',
      `${here.cluster} holds the database, but PostgreSQL runs as ${user.name}, who may not enter ${folder}. ` +
        'Let others enter the folders on its path (chmod o+x), or move the data folder and set DATA_DIR.',
    );
  }
  if (!(await exists(join(elsewhere.cluster, 'PG_VERSION'))) && (await mayEnter(user, folder))) return here;
  await prepare(elsewhere);
  await writeFile(signpost, `${elsewhere.base}\n`);
  return elsewhere;
}

/** The user that owns an existing database, when it is not the one that was chosen. */
export async function ownerOf(location: ClusterLocation, user: SystemUser): Promise<SystemUser> {
  const found = await stat(location.cluster).catch(() => undefined);
  if (!found) return user;
  const uid = user.ids?.uid ?? process.getuid?.();
  if (uid === undefined || found.uid === uid) return user;
  // Root may act for whoever owns it, for example when the app first ran under an ordinary account.
  if (user.ids && found.uid !== 0)
    return { name: `uid ${found.uid}`, ids: { uid: found.uid, gid: found.gid } };
  throw new EmbeddedPostgresError(
    'wrong_owner',
    `${location.cluster} belongs to the user with uid ${found.uid}, and KyroChat runs with uid ${uid}. ` +
      'Run it as the same user as before, or change the owner of the folder (chown -R).',
  );
}

/** Where root puts what PostgreSQL's user cannot reach in `folder`. */
function refugeFor(folder: string): string {
  return join(SYSTEM_FOLDER, createHash('sha256').update(folder).digest('hex').slice(0, 16));
}

function layout(base: string, moved: boolean): ClusterLocation {
  return {
    base,
    moved,
    cluster: join(base, 'postgres'),
    secretFile: join(base, 'postgres.secret'),
    logFile: join(base, 'postgres.log'),
    lockFile: join(base, 'postgres.lock'),
  };
}

async function prepare(location: ClusterLocation): Promise<ClusterLocation> {
  await mkdir(location.base, { recursive: true, mode: 0o711 });
  // A strict umask must not close what is opened on purpose.
  if (process.getuid?.() === 0) await chmod(location.base, 0o711);
  if (process.getuid?.() === 0 && location.base.startsWith(SYSTEM_FOLDER)) await chmod(SYSTEM_FOLDER, 0o711);
  return location;
}

async function mayEnter(user: SystemUser, folder: string): Promise<boolean> {
  if (!user.ids) return true;
  return (await runAs(user, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder])).code === 0;
}

/** Gives a file or folder to PostgreSQL's user. */
export async function giveTo(user: SystemUser, path: string): Promise<void> {
  if (user.ids) await chown(path, user.ids.uid, user.ids.gid);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
