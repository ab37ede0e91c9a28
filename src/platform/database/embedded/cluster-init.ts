import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClusterLocation, giveTo } from './cluster-location.js';
import { createSecret, readSecret } from './cluster-secret.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { binary, type NativeBinaries } from './native-binaries.js';
import { processesWithArgument, processesWorkingIn } from './process-table.js';
import type { SystemUser } from './system-user.js';
import { runAs, WatchedProcess } from './watched-process.js';

/** The role and the database of the embedded server. */
export const DATABASE_NAME = 'kyrochat';

/** True when there is a database; throws `wrong_version` when these binaries cannot open it. */
export async function hasCluster(location: ClusterLocation, native: NativeBinaries): Promise<boolean> {
  const version = await readFile(join(location.cluster, 'PG_VERSION'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  const [found, wanted] = [version.trim(), native.version.split('.')[0]];
  if (!found || found === wanted) return found !== '';
  throw new EmbeddedPostgresError(
    'wrong_version',
    `${location.cluster} was made by PostgreSQL ${found}, and this KyroChat brings PostgreSQL ${wanted}. ` +
      `Start the KyroChat version that made it and export the data, or run pg_upgrade on the folder.`,
  );
}

/**
 * Makes the database in a neighbour folder and renames it when it is whole, so that a kill at any moment leaves either
 * no database or a good one. Returns the password.
 */
export async function createCluster(
  location: ClusterLocation,
  native: NativeBinaries,
  user: SystemUser,
  durable: boolean,
): Promise<string> {
  const secret = (await readSecret(location.secretFile)) ?? (await createSecret(location.secretFile, user));
  await giveTo(user, location.secretFile);
  const draft = `${location.cluster}.init-${process.pid}-${randomUUID().slice(0, 8)}`;
  await mkdir(draft, { mode: 0o700 });
  await giveTo(user, draft);
  try {
    await runInitdb(draft, location, native, user, durable);
    await singleUser(draft, native, user, `CREATE DATABASE ${DATABASE_NAME}`);
    await rename(draft, location.cluster);
    if (durable) await syncFolder(location.base);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  return secret;
}

/** Gives an existing, stopped database a new password, for when the file with the old one was lost. */
export async function replaceSecret(
  location: ClusterLocation,
  native: NativeBinaries,
  user: SystemUser,
): Promise<string> {
  const secret = await createSecret(location.secretFile, user);
  await singleUser(location.cluster, native, user, `ALTER ROLE ${DATABASE_NAME} PASSWORD '${secret}'`);
  return secret;
}

/** Removes what starts that were killed in mid-initdb left behind, and ends what still works on it. */
export async function removeDrafts(location: ClusterLocation): Promise<void> {
  const prefix = `${basename(location.cluster)}.init-`;
  const names = (await readdir(location.base)).filter((name) => name.startsWith(prefix));
  for (const draft of names.map((name) => join(location.base, name))) {
    for (let attempt = 0; attempt < 20; attempt++) {
      for (const pid of [...(await processesWithArgument(draft)), ...(await processesWorkingIn(draft))])
        kill(pid);
      const gone = await rm(draft, { recursive: true, force: true }).then(
        () => true,
        () => false,
      );
      if (gone) break;
      await delay(50);
    }
  }
}

async function runInitdb(
  draft: string,
  location: ClusterLocation,
  native: NativeBinaries,
  user: SystemUser,
  durable: boolean,
): Promise<void> {
  const initdb = WatchedProcess.start({
    user,
    file: binary(native, 'initdb'),
    // The built-in provider sorts and folds the same on every system, whatever locales it has.
    args: [
      ...['-D', draft, '-U', DATABASE_NAME, `--pwfile=${location.secretFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
    ],
  });
  const { code, output } = await initdb.finished;
  if (code === 0) return;
  throw new EmbeddedPostgresError('initdb_failed', `The database could not be created: ${output.trim()}`);
}

/** Runs one statement without a server; the single-user mode reports errors only in its output. */
async function singleUser(
  folder: string,
  native: NativeBinaries,
  user: SystemUser,
  sql: string,
): Promise<void> {
  const { code, output } = await runAs(
    user,
    binary(native, 'postgres'),
    ['--single', '-D', folder, 'postgres'],
    sql,
  );
  if (code === 0 && !/\b(ERROR|FATAL|PANIC):/.test(output)) return;
  const reason = output.replaceAll(sql, '').trim();
  throw new EmbeddedPostgresError('initdb_failed', `The database could not be prepared: ${reason}`);
}

async function syncFolder(folder: string): Promise<void> {
  for (const path of [folder, dirname(folder)]) {
    const handle = await open(path, 'r');
    await handle.sync().catch(() => undefined);
    await handle.close();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
