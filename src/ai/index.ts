export { AiModule } from './ai.module.js';
export { aiMessages } from './ai.messages.js';
export { ChatModels, CHAT_MODEL_PROVIDERS } from './application/chat-models.service.js';
export { ChatModelProvider } from './application/ports/chat-model-provider.port.js';
export {
  ChatModel,
  type ChatChunk,
  type ChatMessage,
  type ChatRequest,
  type FinishReason,
  type TokenUsage,
} from './application/ports/chat-model.port.js';
export { EmbeddingModule } from './embedding.module.js';
export { EmbeddingModels } from './application/embedding-models.service.js';
export { EmbeddingModelProvider } from './application/ports/embedding-model-provider.port.js';
export { EmbeddingModel, type EmbeddingKind } from './application/ports/embedding-model.port.js';
export type { ContextPassage } from './domain/context-passage.js';
