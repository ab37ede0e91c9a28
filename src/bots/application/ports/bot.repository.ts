import type { PageRequest } from '../../../kernel/page.js';
import type { Reach } from '../../../platform/http/access/index.js';
import type { Bot } from '../../domain/bot.js';

/** Keeps bots. Deleted ones are absent from every answer. */
export abstract class BotRepository {
  /** Bots in a workspace. */
  abstract count(workspaceId: string): Promise<number>;
  abstract insert(bot: Bot): Promise<void>;
  /** Undefined when there is none within reach. */
  abstract find(reach: Reach, botId: string): Promise<Bot | undefined>;
  /** The same, and keeps others from changing it until the transaction ends. */
  abstract lock(reach: Reach, botId: string): Promise<Bot | undefined>;
  /** Out of reach, too: only for a reader that checks that itself. */
  abstract findAnywhere(botId: string): Promise<Bot | undefined>;
  /** Of those that are not deleted, by id. Out of reach, too. */
  abstract names(botIds: string[]): Promise<Map<string, string>>;
  /** Newest first, up to `limit` rows; `text` is looked for in names and descriptions, literally and whatever the case. */
  abstract list(reach: Reach, filter: { text?: string }, page: PageRequest): Promise<Bot[]>;
  /** Writes name, description, configuration and `updatedAt` of a locked bot. */
  abstract update(bot: Bot): Promise<void>;
  /** Hides a locked bot for good and forgets what its owner wrote; ids stay, for those who still have to purge. */
  abstract remove(botId: string): Promise<void>;
}
