import { Injectable } from '@nestjs/common';

import { BotTenancy } from '../../platform/http/limits/index.js';
import { BotDirectory } from './bot-directory.service.js';

@Injectable()
export class DirectoryBotTenancy extends BotTenancy {
  constructor(private readonly bots: BotDirectory) {
    super();
  }

  async workspaceOf(botId: string): Promise<string | undefined> {
    return (await this.bots.peek(botId))?.workspaceId;
  }
}
