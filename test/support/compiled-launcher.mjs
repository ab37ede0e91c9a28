import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from '@swc/core';

const root = join(import.meta.dirname, '..', '..');
const source = join(root, 'src', 'platform', 'database', 'embedded');

/**
 * The database launcher, compiled for plain Node from the sources as they are now: test runs need it before jest's own
 * transform exists, and the crash tests run it in processes of their own. Returns the path of its index.js.
 */
export async function compiledLauncher() {
  const names = (await readdir(source)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const texts = await Promise.all(names.map((name) => readFile(join(source, name), 'utf8')));
  const hash = createHash('sha256')
    .update(JSON.stringify([names, texts]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(root, '.cache', `postgres-launcher-${hash}`);
  const index = join(folder, 'index.js');
  if (await exists(index)) return index;
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  for (const [position, name] of names.entries()) {
    const { code } = await transform(texts[position], {
      swcrc: false,
      filename: name,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    await writeFile(join(draft, name.replace(/\.ts$/, '.js')), code);
  }
  await rename(draft, folder).catch(async (error) => {
    // Another run was faster.
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(index))) throw error;
  });
  return index;
}

async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}
