/** Whose passages are written. All ids are UUIDs. */
export interface IndexTarget {
  workspaceId: string;
  botId: string;
  documentId: string;
  /** Of this attempt to index the document; a new one for every attempt. */
  version: string;
}
