/** What was decided about the sample of this installation, once and for all. */
export interface SampleRecord {
  /** The bot that was made, which may be gone by now; null where people were there before. */
  botId: string | null;
  /** When all of its documents had been handed in. */
  filledAt: Date | null;
}

/** Remembers the decision, whatever becomes of the bot and its workspace. */
export abstract class SampleRepository {
  abstract find(): Promise<SampleRecord | undefined>;
  /**
   * True for the one who has to decide; another instance waits here for the end of that transaction. Call it inside one.
   */
  abstract claim(): Promise<boolean>;
  abstract made(botId: string): Promise<void>;
  abstract filled(): Promise<void>;
}
