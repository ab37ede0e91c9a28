import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { giveTo } from './cluster-location.js';
import type { SystemUser } from './system-user.js';

/** The password of an earlier start, or undefined when its file is missing or empty. */
export async function readSecret(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.trim() || undefined;
}

/** Makes a password and stores it for good before anything depends on it; only its owner (and root) may read it. */
export async function createSecret(file: string, user: SystemUser): Promise<string> {
  const secret = randomBytes(24).toString('base64url');
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(draft, 0o600);
  // initdb runs as this user and reads the password from here.
  await giveTo(user, draft);
  await rename(draft, file);
  return secret;
}
