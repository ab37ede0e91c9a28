import { VectorIndex } from '../application/ports/vector-index.port.js';

/** Stands in when no embedding model is configured: the search is by keywords alone. */
export class NoVectorIndex extends VectorIndex {
  readonly enabled = false;

  async embed(): Promise<null> {
    return null;
  }

  async upsert(): Promise<void> {}

  async query(): Promise<null> {
    return null;
  }

  changed(): void {}
}
