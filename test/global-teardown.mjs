import { rm } from 'node:fs/promises';

export default async function tearDown() {
  const database = globalThis.__kyroTestDatabase;
  if (!database) return;
  await database.handle.stop();
  await rm(database.folder, { recursive: true, force: true });
}
