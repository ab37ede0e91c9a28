import type { ChatModelProvider } from '../application/ports/chat-model-provider.port.js';
import { GeminiChatModelProvider, type GeminiSettings } from './gemini/gemini-chat-model.provider.js';
import { OfflineChatModelProvider } from './offline/offline-chat-model.provider.js';
import { OpenAiChatModelProvider, type OpenAiSettings } from './openai/openai-chat-model.provider.js';

/** The providers that are configured, with the one that needs nothing last. */
export function chatModelProviders(configured: {
  gemini?: GeminiSettings;
  openai?: OpenAiSettings;
}): ChatModelProvider[] {
  const { gemini, openai } = configured;
  return [
    ...(gemini ? [new GeminiChatModelProvider(gemini)] : []),
    ...(openai ? [new OpenAiChatModelProvider(openai)] : []),
    new OfflineChatModelProvider(),
  ];
}
