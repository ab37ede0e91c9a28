/** A passage of a document, the unit that is found and cited. */
export interface Chunk {
  /** UUIDv7; ids of one document follow its order. */
  id: string;
  workspaceId: string;
  botId: string;
  documentId: string;
  /** Place within the document, from 0. */
  ordinal: number;
  content: string;
  /** Page on which the passage begins, from 1; null for formats without pages. */
  page: number | null;
  /** Headings above the passage, outermost first. */
  heading: string[];
  /** The passage within the extracted text of the document, in characters; `charEnd` is exclusive. */
  charStart: number;
  charEnd: number;
  /** ISO 639-1, or `und`. */
  language: string;
}
