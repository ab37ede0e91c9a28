import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export function hashOf(parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** One hash over names (relative to `root`) and contents. */
export async function hashFiles(root, paths) {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    const content = await readFile(path);
    hash.update(JSON.stringify([relative(root, path), content.length])).update(content);
  }
  return hash.digest('hex');
}

export async function listFiles(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
