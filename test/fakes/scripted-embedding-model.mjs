/**
 * A deterministic embedding model without weights: words are hashed into a vector of unit length, so texts that
 * share words are near each other. Shared by tests and benchmarks. Types: scripted-embedding-model.d.mts.
 */
export class ScriptedEmbeddingModel {
  calls = [];
  #script;

  constructor({ dimensions = 64, id = `scripted:words:${dimensions}`, ...script } = {}) {
    this.id = id;
    this.dimensions = dimensions;
    this.#script = script;
  }

  async embed(texts, kind, signal) {
    signal?.throwIfAborted();
    if (texts.length === 0) return [];
    const call = this.calls.push({ texts, kind });
    if (this.#script.hang) await aborted(signal);
    if (call <= (this.#script.failures ?? 0)) throw this.#script.error ?? new Error('scripted failure');
    return texts.map((text) => this.#vector(text));
  }

  #vector(text) {
    const vector = new Float32Array(this.dimensions);
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
      const hash = fnv1a(word);
      vector[hash % this.dimensions] += hash & 0x10000 ? 1 : -1;
    }
    const norm = Math.hypot(...vector);
    if (norm === 0) vector[0] = 1;
    return norm === 0 ? vector : vector.map((component) => component / norm);
  }
}

function fnv1a(word) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

function aborted(signal) {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
