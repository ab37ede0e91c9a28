import { Module } from '@nestjs/common';
import { AppConfig } from '../platform/config/index.js';
import { CHAT_MODEL_PROVIDERS, ChatModels } from './application/chat-models.service.js';
import { ModelPrices } from './application/model-prices.service.js';
import { ChatMeter } from './application/ports/chat-meter.port.js';
import { chatModelProviders } from './providers/chat-model-providers.js';
import { LoggingChatMeter } from './providers/shared/logging-chat.meter.js';

/** Chat models by provider. A vendor is added by one more entry in the list of providers. */
@Module({
  providers: [
    { provide: CHAT_MODEL_PROVIDERS, inject: [AppConfig], useFactory: chatModelProviders },
    { provide: ChatMeter, useClass: LoggingChatMeter },
    ChatModels,
    ModelPrices,
  ],
  exports: [ChatModels, ModelPrices],
})
export class AiModule {}
