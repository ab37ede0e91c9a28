import { Injectable } from '@nestjs/common';
import { ChatModelProvider } from '../../application/ports/chat-model-provider.port.js';
import type { ChatModel } from '../../application/ports/chat-model.port.js';
import { OfflineChatModel } from './offline.chat-model.js';

/** The answerer that needs nothing: always registered, the default when no AI service is configured. */
@Injectable()
export class OfflineChatModelProvider extends ChatModelProvider {
  readonly scheme = 'offline';
  private readonly model = new OfflineChatModel();

  models(): string[] {
    return [this.model.id];
  }

  open(name: string): ChatModel | undefined {
    return name === '' ? this.model : undefined;
  }
}
