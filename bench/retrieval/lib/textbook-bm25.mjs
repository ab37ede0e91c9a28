/** BM25 as in the textbook (k1 1.2, b 0.75, Porter2 stems), scored exhaustively in memory: the anchor to compare with. */
const K1 = 1.2;
const B = 0.75;

export class TextbookBm25 {
  #database;
  #config;
  #documents = [];
  #postings = new Map();
  #length = 0;

  constructor(database, config = 'english') {
    this.#database = database;
    this.#config = config;
  }

  async add(id, text) {
    const terms = await this.#terms(text);
    const length = [...terms.values()].reduce((sum, tf) => sum + tf, 0);
    const place = this.#documents.push({ id, length }) - 1;
    this.#length += length;
    for (const [term, tf] of terms) {
      if (!this.#postings.has(term)) this.#postings.set(term, []);
      this.#postings.get(term).push([place, tf]);
    }
  }

  async search(text, limit) {
    const n = this.#documents.length;
    const average = this.#length / n;
    const scores = new Map();
    for (const [term, qtf] of await this.#terms(text)) {
      const postings = this.#postings.get(term) ?? [];
      const idf = Math.log(1 + (n - postings.length + 0.5) / (postings.length + 0.5));
      for (const [place, tf] of postings) {
        const norm = K1 * (1 - B + (B * this.#documents[place].length) / average);
        scores.set(place, (scores.get(place) ?? 0) + (qtf * idf * (K1 + 1) * tf) / (tf + norm));
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1])
      .slice(0, limit)
      .map(([place]) => this.#documents[place].id);
  }

  async #terms(text) {
    const rows = await this.#database.query(
      'SELECT lexeme, array_length(positions, 1) AS tf FROM unnest(to_tsvector($1::regconfig, $2))',
      [this.#config, text],
    );
    return new Map(rows.map(({ lexeme, tf }) => [lexeme, tf]));
  }
}
