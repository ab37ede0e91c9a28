import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';

const run = promisify(execFile);
const OWN_USER = 'kyrochat';

/** Whom PostgreSQL's processes run as; `ids` is absent when it is simply the user who runs the app. */
export interface SystemUser {
  name: string;
  ids?: { uid: number; gid: number };
}

/**
 * PostgreSQL refuses to run as root. Under uid 0 it gets the user `postgres`, else a system user made for it, else
 * `nobody`; whichever it is must have a passwd entry, because initdb looks it up.
 */
export async function chooseSystemUser(): Promise<SystemUser> {
  if (process.getuid?.() !== 0) return { name: 'the current user' };
  const user =
    (await lookUp('postgres')) ?? (await lookUp(OWN_USER)) ?? (await create()) ?? (await lookUp('nobody'));
  if (user) return user;
  throw new EmbeddedPostgresError(
    'no_system_user',
    'PostgreSQL may not run as root, and this system has no user for it. Create one (useradd --system postgres), ' +
      'run KyroChat as an ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.',
  );
}

async function lookUp(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    const ids = { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    return ids.uid > 0 && Number.isSafeInteger(ids.gid) ? { name, ids } : undefined;
  } catch {
    return undefined;
  }
}

async function create(): Promise<SystemUser | undefined> {
  try {
    await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER]);
    return await lookUp(OWN_USER);
  } catch {
    return undefined;
  }
}
