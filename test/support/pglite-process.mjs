// PostgreSQL with pgvector in a process of its own: jest cannot load what loads WebAssembly by dynamic imports.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

const pglite = await PGlite.create({ extensions: { vector } });

process.on('message', async ({ id, sql, params }) => {
  try {
    const { rows } = await pglite.query(sql, params);
    process.send({ id, rows });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
