import { Inject, Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import type { VectorStoreName } from '../domain/vector-generation.js';
import type { VectorStore } from './ports/vector-store.port.js';

/** The stores this process can use, the one for new indexes first; empty when nothing is embedded. */
export const VECTOR_STORE_LIST = Symbol('VECTOR_STORE_LIST');

/** Finds the store of a generation. */
@Injectable()
export class VectorStores {
  constructor(@Inject(VECTOR_STORE_LIST) private readonly stores: VectorStore[]) {}

  /** Where new generations go. */
  get preferred(): VectorStore {
    return this.stores[0];
  }

  /** Where a generation may lie here, the preferred one first. */
  get names(): VectorStoreName[] {
    return this.stores.map(({ name }) => name);
  }

  /** Throws `retrieval.store_unknown` (invalid): its configuration has been taken away. */
  of(name: VectorStoreName): VectorStore {
    const store = this.stores.find((one) => one.name === name);
    if (!store) throw new DomainError('retrieval.store_unknown', 'invalid', { params: { store: name } });
    return store;
  }
}
