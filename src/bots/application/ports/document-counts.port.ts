import type { DocumentTally } from '../../domain/bot.js';

/**
 * How many documents bots have. Fulfilled by the module of documents, which stands above this one: provide it there
 * (`{ provide: DocumentCounts, useClass: ... }`) and it is found at start; without it every bot counts as empty.
 */
export abstract class DocumentCounts {
  /**
   * One grouped query for all the bots, which the caller may see. `processing` includes what is queued; deleted
   * documents do not count. Bots without documents may be missing from the answer.
   */
  abstract of(botIds: string[]): Promise<Map<string, DocumentTally>>;
}
