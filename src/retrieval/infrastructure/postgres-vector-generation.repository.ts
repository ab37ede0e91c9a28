import { Injectable } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { Database, TransactionRunner } from '../../platform/database/index.js';
import {
  type GenerationProgress,
  type MissingPassage,
  type NewGeneration,
  VectorGenerationRepository,
} from '../application/ports/vector-generation-repository.port.js';
import type { GenerationState, VectorGeneration } from '../domain/vector-generation.js';

const COLUMNS = `g.id, g.workspace_id AS "workspaceId", g.bot_id AS "botId", g.model, g.dimensions, g.store, g.state,
  g.error, g.created_at AS "createdAt", g.activated_at AS "activatedAt"`;

const BOT_LIVES = 'EXISTS (SELECT FROM bots b WHERE b.id = g.bot_id AND b.deleted_at IS NULL)';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** $1 generation, $2 bot. */
const MISSING = `
FROM indexed_documents d JOIN chunks c ON c.document_id = d.document_id
WHERE d.bot_id = $2
  AND NOT EXISTS (SELECT FROM chunk_vectors v WHERE v.generation_id = $1 AND v.chunk_id = c.id)`;

@Injectable()
export class PostgresVectorGenerationRepository extends VectorGenerationRepository {
  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
  ) {
    super();
  }

  ofBot(botId: string): Promise<VectorGeneration[]> {
    return this.database.query<VectorGeneration>(
      `SELECT ${COLUMNS} FROM vector_generations g WHERE bot_id = $1`,
      [botId],
      { prepare: 'retrieval_generations' },
    );
  }

  all(): Promise<VectorGeneration[]> {
    return this.database.query<VectorGeneration>(
      `SELECT ${COLUMNS} FROM vector_generations g WHERE ${BOT_LIVES} ORDER BY state, id`,
    );
  }

  orphans(): Promise<VectorGeneration[]> {
    return this.database.query<VectorGeneration>(
      `SELECT ${COLUMNS} FROM vector_generations g WHERE NOT ${BOT_LIVES}`,
    );
  }

  botsWithout(limit: number): Promise<{ workspaceId: string; botId: string }[]> {
    return this.database.query(
      `SELECT DISTINCT d.workspace_id AS "workspaceId", d.bot_id AS "botId" FROM indexed_documents d
       WHERE NOT EXISTS (SELECT FROM vector_generations g WHERE g.bot_id = d.bot_id) LIMIT $1`,
      [limit],
    );
  }

  async create(
    { workspaceId, botId, model, dimensions, store }: NewGeneration,
    state?: GenerationState,
  ): Promise<VectorGeneration | null> {
    const [row] = await this.database.query<VectorGeneration>(
      `INSERT INTO vector_generations AS g (id, workspace_id, bot_id, model, dimensions, store, state, activated_at)
       SELECT $1, $2, $3, $4, $5, $6, s.state, CASE WHEN s.state = 'active' THEN now() END
       FROM (SELECT coalesce($7, CASE WHEN EXISTS (SELECT FROM indexed_documents WHERE bot_id = $3)
         THEN 'building' ELSE 'active' END) AS state) s
       ON CONFLICT (bot_id, state) DO NOTHING RETURNING ${COLUMNS}`,
      [newId(), workspaceId, botId, model, dimensions, store, state ?? null],
    );
    return row ?? null;
  }

  missing(
    { id, botId }: VectorGeneration,
    after: MissingPassage | null,
    limit: number,
  ): Promise<MissingPassage[]> {
    // Document by document, so that it stops as soon as there are enough.
    return this.database.query<MissingPassage>(
      `SELECT c.id, d.document_id AS "documentId", c.heading, c.content
       FROM indexed_documents d CROSS JOIN LATERAL (
         SELECT id, heading, content FROM chunks c
         WHERE c.document_id = d.document_id AND (c.document_id, c.id) > ($3::uuid, $4::uuid)
           AND NOT EXISTS (SELECT FROM chunk_vectors v WHERE v.generation_id = $1 AND v.chunk_id = c.id)
       ) c
       WHERE d.bot_id = $2 AND d.document_id >= $3::uuid ORDER BY d.document_id, c.id LIMIT $5`,
      [id, botId, after?.documentId ?? NO_ID, after?.id ?? NO_ID, limit],
    );
  }

  async progress({ id, botId }: VectorGeneration): Promise<GenerationProgress> {
    const [row] = await this.database.query<{ total: number; missing: number; characters: string }>(
      `SELECT (SELECT count(*)::integer FROM indexed_documents d JOIN chunks c ON c.document_id = d.document_id
         WHERE d.bot_id = $2) AS total, left_over.*
       FROM (SELECT count(*)::integer AS missing, coalesce(sum(c.char_end - c.char_start), 0) AS characters ${MISSING}) left_over`,
      [id, botId],
    );
    return {
      total: row.total,
      done: row.total - row.missing,
      charactersLeft: Number(row.characters),
    };
  }

  async characters(botId: string): Promise<number> {
    const [{ characters }] = await this.database.query<{ characters: string }>(
      `SELECT coalesce(sum(c.char_end - c.char_start), 0) AS characters
       FROM indexed_documents d JOIN chunks c ON c.document_id = d.document_id WHERE d.bot_id = $1`,
      [botId],
    );
    return Number(characters);
  }

  activate(generation: VectorGeneration): Promise<{ activated: boolean; displaced: VectorGeneration[] }> {
    return this.transactions.run(async () => {
      const own = await this.locked(generation.botId);
      const building = own.find(({ id, state }) => id === generation.id && state === 'building');
      const active = own.find(({ state }) => state === 'active');
      if (!building || (await this.missing(generation, null, 1)).length > 0) {
        return { activated: false, displaced: [] };
      }
      const displaced = active ? own.filter(({ state }) => state === 'previous') : [];
      for (const { id } of displaced) await this.orphan(id);
      if (active) await this.setState(active.id, 'previous');
      await this.setState(building.id, 'active');
      return { activated: true, displaced };
    });
  }

  switchBack(botId: string): Promise<VectorGeneration | undefined> {
    return this.transactions.run(async () => {
      const own = await this.locked(botId);
      const active = own.find(({ state }) => state === 'active');
      const previous = own.find(({ state }) => state === 'previous');
      if (!active || !previous) return undefined;
      // One of each state at any moment, within the transaction too.
      await this.database.query(`UPDATE vector_generations SET state = 'swapping' WHERE id = $1`, [
        active.id,
      ]);
      await this.setState(previous.id, 'active');
      await this.setState(active.id, 'previous');
      return previous;
    });
  }

  async abandon(botId: string): Promise<VectorGeneration | undefined> {
    const [row] = await this.database.query<VectorGeneration>(
      `UPDATE vector_generations AS g SET bot_id = $2 WHERE bot_id = $1 AND state = 'building' RETURNING ${COLUMNS}`,
      [botId, newId()],
    );
    return row;
  }

  async setError(generationId: string, error: string | null): Promise<void> {
    await this.database.query(
      'UPDATE vector_generations SET error = $2 WHERE id = $1 AND error IS DISTINCT FROM $2',
      [generationId, error],
    );
  }

  async lease(
    { id, botId }: Pick<VectorGeneration, 'id' | 'botId'>,
    holder: string,
    seconds: number,
  ): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE vector_generations SET lease_holder = $2, lease_until = now() + make_interval(secs => $3)
       WHERE id = $1 AND bot_id = $4 AND (lease_until IS NULL OR lease_until < now() OR lease_holder = $2) RETURNING 1`,
      [id, holder, seconds, botId],
    );
    return rows.length > 0;
  }

  async release(generationId: string, holder: string): Promise<void> {
    await this.database.query(
      'UPDATE vector_generations SET lease_holder = NULL, lease_until = NULL WHERE id = $1 AND lease_holder = $2',
      [generationId, holder],
    );
  }

  async sweepLedger(generationId: string): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM chunk_vectors v WHERE generation_id = $1 AND created_at < now() - interval '2 hours'
         AND NOT EXISTS (SELECT FROM chunks c WHERE c.id = v.chunk_id) RETURNING 1`,
      [generationId],
    );
    return rows.length;
  }

  async delete(generationId: string): Promise<void> {
    await this.transactions.run(async () => {
      // Waits for whoever is writing vectors; who comes later finds no generation.
      await this.database.query('DELETE FROM vector_generations WHERE id = $1', [generationId]);
      await this.database.query('DELETE FROM chunk_vectors WHERE generation_id = $1', [generationId]);
    });
  }

  private locked(botId: string): Promise<VectorGeneration[]> {
    return this.database.query<VectorGeneration>(
      `SELECT ${COLUMNS} FROM vector_generations g WHERE bot_id = $1 ORDER BY id FOR UPDATE`,
      [botId],
    );
  }

  private async setState(id: string, state: GenerationState): Promise<void> {
    await this.database.query(
      `UPDATE vector_generations SET state = $2, error = NULL,
         activated_at = CASE WHEN $2 = 'active' THEN now() ELSE activated_at END WHERE id = $1`,
      [id, state],
    );
  }

  /** Belongs to nobody from now on: whatever happens next, it is dropped as one whose bot is gone. */
  private async orphan(id: string): Promise<void> {
    await this.database.query('UPDATE vector_generations SET bot_id = $2 WHERE id = $1', [id, newId()]);
  }
}
