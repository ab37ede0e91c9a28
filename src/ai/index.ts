export { AiModule } from './ai.module.js';
export { aiMessages } from './ai.messages.js';
export { ChatModels, CHAT_MODEL_PROVIDERS } from './application/chat-models.service.js';
export { type BreakerPolicy, CircuitBreaker } from './application/resilience/circuit-breaker.js';
export { ChatMeter, type MeteredCall } from './application/ports/chat-meter.port.js';
export { ChatModelProvider } from './application/ports/chat-model-provider.port.js';
export {
  ChatModel,
  type ChatChunk,
  type ChatMessage,
  type ChatRequest,
  FINISH_REASONS,
  type FinishReason,
  type TokenUsage,
  type ToolCall,
  type ToolDefinition,
} from './application/ports/chat-model.port.js';
export { estimateUsage, ModelPrices } from './application/model-prices.service.js';
export { EmbeddingModule } from './embedding.module.js';
export { EmbeddingModels } from './application/embedding-models.service.js';
export { EmbeddingModelProvider } from './application/ports/embedding-model-provider.port.js';
export { EmbeddingModel, type EmbeddingKind } from './application/ports/embedding-model.port.js';
export type { ContextPassage } from './domain/context-passage.js';
