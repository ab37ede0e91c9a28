/** A page of documentation, in Markdown. */
export interface GuidePage {
  title: string;
  content: string;
}

/** The documentation that people read who use KyroChat. */
export abstract class Guide {
  /** Throws when it has not been shipped with the program. */
  abstract pages(): Promise<GuidePage[]>;
}
