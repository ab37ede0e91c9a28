import { Injectable } from '@nestjs/common';

import { type EmbeddedBot, EmbeddedBots } from '../../platform/http/access/index.js';
import type { PublicWidget } from './ports/widget.repository.js';
import { WidgetDirectory } from './widget-directory.service.js';

@Injectable()
export class DirectoryEmbeddedBots extends EmbeddedBots {
  constructor(private readonly widgets: WidgetDirectory) {
    super();
  }

  async byId(botId: string): Promise<EmbeddedBot | undefined> {
    return toEmbedded(await this.widgets.byBot(botId));
  }

  async byPublicKey(publicKey: string): Promise<EmbeddedBot | undefined> {
    return toEmbedded(await this.widgets.byPublicKey(publicKey));
  }
}

function toEmbedded(widget: PublicWidget | undefined): EmbeddedBot | undefined {
  if (!widget) return undefined;
  const { bot, settings } = widget;
  return {
    id: bot.id,
    workspaceId: bot.workspaceId,
    enabled: settings.enabled,
    domains: settings.allowedDomains,
    identityRequired: settings.identity === 'required',
    showSources: settings.showSources,
  };
}
