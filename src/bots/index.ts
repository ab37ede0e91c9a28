export { BotDirectory } from './application/bot-directory.service.js';
export { BotsService } from './application/bots.service.js';
export { DocumentCounts } from './application/ports/document-counts.port.js';
export type { PublicWidget } from './application/ports/widget.repository.js';
export { WidgetDirectory } from './application/widget-directory.service.js';
export { type IdentityClaim, WidgetIdentities } from './application/widget-identities.service.js';
export { botsMessages } from './bots.messages.js';
export { BotsModule } from './bots.module.js';
export { type BotConfig, DEFAULT_BOT_CONFIG } from './domain/bot-config.js';
export { BotCreated } from './domain/bot-created.event.js';
export { BotDeleted } from './domain/bot-deleted.event.js';
export { SITE_USER_LIMITS, type SiteUser } from './domain/site-user.js';
export { BotUpdated } from './domain/bot-updated.event.js';
export {
  type Bot,
  type BotOverview,
  type BotStatus,
  botStatus,
  type DocumentTally,
  NO_DOCUMENTS,
} from './domain/bot.js';
