import { Injectable } from '@nestjs/common';

import { DocumentCounts, type DocumentTally } from '../../bots/index.js';
import { DocumentRepository } from '../application/ports/document-repository.port.js';

/** Tells the bots how many documents they have. */
@Injectable()
export class PostgresDocumentCounts extends DocumentCounts {
  constructor(private readonly documents: DocumentRepository) {
    super();
  }

  async of(botIds: string[]): Promise<Map<string, DocumentTally>> {
    const tallies = new Map<string, DocumentTally>();
    for (const { botId, status, count } of await this.documents.countByStatus(botIds)) {
      const tally = tallies.get(botId) ?? { total: 0, ready: 0, processing: 0, failed: 0 };
      tally[status === 'queued' ? 'processing' : status] += count;
      tally.total += count;
      tallies.set(botId, tally);
    }
    return tallies;
  }
}
