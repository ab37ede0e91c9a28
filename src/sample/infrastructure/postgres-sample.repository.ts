import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { type SampleRecord, SampleRepository } from '../application/ports/sample.repository.js';

/** The only row there may be. */
const ROW = 1;

@Injectable()
export class PostgresSampleRepository extends SampleRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async find(): Promise<SampleRecord | undefined> {
    const [row] = await this.database.query<SampleRecord>(
      'SELECT bot_id AS "botId", filled_at AS "filledAt" FROM sample WHERE id = $1',
      [ROW],
    );
    return row;
  }

  async claim(): Promise<boolean> {
    const rows = await this.database.query(
      'INSERT INTO sample (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id',
      [ROW],
    );
    return rows.length === 1;
  }

  async made(botId: string): Promise<void> {
    await this.database.query('UPDATE sample SET bot_id = $2 WHERE id = $1', [ROW, botId]);
  }

  async filled(): Promise<void> {
    await this.database.query('UPDATE sample SET filled_at = now() WHERE id = $1', [ROW]);
  }
}
