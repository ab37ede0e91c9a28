import type { EmbeddingModel } from './embedding-model.port.js';

/** The embedding models of one vendor. Providers without their configuration are not registered at all. */
export abstract class EmbeddingModelProvider {
  /** First part of the ids it opens; unique among providers. */
  abstract readonly scheme: string;
  /** Name and dimensions to take when the operator names none; undefined when there is no telling. */
  abstract readonly preferred: string | undefined;
  /** Names to choose from. Not exhaustive: others may be opened. */
  list(): string[] {
    return this.preferred === undefined ? [] : [this.preferred];
  }
  /** The model for `<name>` or `<name>:<dimensions>`, or undefined when there is no such model. No I/O. */
  abstract open(name: string): EmbeddingModel | undefined;
  /** US dollars for a million tokens as the vendor lists it; undefined when unknown. */
  abstract price(name: string): number | undefined;
}
