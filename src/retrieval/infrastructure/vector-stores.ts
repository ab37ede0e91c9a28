import type { AppConfig } from '../../platform/config/index.js';
import type { Database, TransactionRunner } from '../../platform/database/index.js';
import type { VectorStore } from '../application/ports/vector-store.port.js';
import { ExactVectorStore } from './exact-vector.store.js';
import { offerPgvector, PgvectorStore } from './pgvector.store.js';

/** Every store that this installation can use, the one for new indexes first. */
export async function openVectorStores(
  { pinecone, vectorStore }: AppConfig,
  database: Database,
  transactions: TransactionRunner,
): Promise<VectorStore[]> {
  const stores: VectorStore[] = [new ExactVectorStore(database, transactions)];
  if (await offerPgvector(database)) stores.unshift(new PgvectorStore(database, transactions));
  if (pinecone) {
    // Its SDK is as large as all else that the server loads; most do without it.
    const { PineconeVectorStore } = await import('./pinecone-vector.store.js');
    const store = new PineconeVectorStore(pinecone, database);
    if (vectorStore === 'pinecone') stores.unshift(store);
    else stores.push(store);
  }
  return stores;
}
