export { BotDirectory } from './application/bot-directory.service.js';
export { BotsService } from './application/bots.service.js';
export { DocumentCounts } from './application/ports/document-counts.port.js';
export { botsMessages } from './bots.messages.js';
export { BotsModule } from './bots.module.js';
export { type BotConfig, DEFAULT_BOT_CONFIG } from './domain/bot-config.js';
export { BotCreated } from './domain/bot-created.event.js';
export { BotDeleted } from './domain/bot-deleted.event.js';
export { BotUpdated } from './domain/bot-updated.event.js';
export {
  type Bot,
  type BotOverview,
  type BotStatus,
  botStatus,
  type DocumentTally,
  NO_DOCUMENTS,
} from './domain/bot.js';
