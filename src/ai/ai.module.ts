import { Module } from '@nestjs/common';
import { CHAT_MODEL_PROVIDERS, ChatModels } from './application/chat-models.service.js';
import { OfflineChatModelProvider } from './providers/offline/offline-chat-model.provider.js';

/** Chat models by provider. A vendor is added by one more entry in the list of providers. */
@Module({
  providers: [
    OfflineChatModelProvider,
    {
      provide: CHAT_MODEL_PROVIDERS,
      inject: [OfflineChatModelProvider],
      useFactory: (...providers: OfflineChatModelProvider[]) => providers,
    },
    ChatModels,
  ],
  exports: [ChatModels],
})
export class AiModule {}
