import type { PageRequest } from '../../../kernel/page.js';
import type { Bot } from '../../domain/bot.js';

/** Keeps bots. Deleted ones are absent from every answer. */
export abstract class BotRepository {
  abstract insert(bot: Bot): Promise<void>;
  /** Undefined when it does not exist in these workspaces. */
  abstract find(workspaceIds: string[], botId: string): Promise<Bot | undefined>;
  /** The same, and keeps others from changing it until the transaction ends. */
  abstract lock(workspaceIds: string[], botId: string): Promise<Bot | undefined>;
  /** Whatever its workspace: only for a reader that checks the workspace itself. */
  abstract findAnywhere(botId: string): Promise<Bot | undefined>;
  /** Newest first, up to `limit` rows; `text` is looked for in names and descriptions, literally and whatever the case. */
  abstract list(workspaceIds: string[], filter: { text?: string }, page: PageRequest): Promise<Bot[]>;
  /** Writes name, description, configuration and `updatedAt` of a locked bot. */
  abstract update(bot: Bot): Promise<void>;
  /** Hides a locked bot for good and forgets what its owner wrote; ids stay, for those who still have to purge. */
  abstract remove(botId: string): Promise<void>;
}
