/**
 * The floor of ingestion: plain Node and pg, one file after the other. A file is written to disk, cut every 1,000
 * characters, and its pieces stored with their full-text vector in one transaction. No types, titles, pages, headings,
 * statistics, progress, jobs or tenants.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { EmbeddedPostgres } from '../../dist/platform/database/embedded/index.js';

const silent = { info() {}, warn() {}, error: console.error };

/** Seconds for all texts. */
export async function storeFilesPlainly(texts) {
  const folder = await mkdtemp(join(tmpdir(), 'kyro-floor-'));
  await chmod(folder, 0o711);
  const postgres = await new EmbeddedPostgres({ dataDir: folder, logger: silent }).start();
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  // The server goes away before the last sockets of the pool do.
  pool.on('error', () => undefined);
  try {
    await pool.query('CREATE TABLE files (id bigserial PRIMARY KEY, sha256 text, size int)');
    await pool.query(
      'CREATE TABLE pieces (id bigserial PRIMARY KEY, file bigint, content text, tsv tsvector)',
    );
    await pool.query('CREATE INDEX ON pieces USING gin (tsv)');
    const started = performance.now();
    const queue = texts.entries();
    await Promise.all(Array.from({ length: 4 }, () => work(pool, folder, queue)));
    return (performance.now() - started) / 1000;
  } finally {
    await pool.end();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function work(pool, folder, queue) {
  for (const [i, text] of queue) {
    await writeFile(join(folder, `${i}.txt`), text);
    const pieces = text.match(/[^]{1,1000}/g);
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const sha256 = createHash('sha256').update(text).digest('hex');
      const { rows } = await client.query('INSERT INTO files (sha256, size) VALUES ($1, $2) RETURNING id', [
        sha256,
        text.length,
      ]);
      await client.query(
        `INSERT INTO pieces (file, content, tsv)
         SELECT $1, content, to_tsvector('english', content) FROM unnest($2::text[]) content`,
        [rows[0].id, pieces],
      );
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }
}
