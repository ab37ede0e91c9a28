import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

import { DomainError } from '../../kernel/domain-error.js';
import { Caller, EmbeddedBots, VisitorTokens } from '../../platform/http/access/index.js';

/** Who is behind the token of a visitor, as long as their bot is there, shown, and open to them. */
@Injectable()
export class VisitorCallers {
  constructor(
    private readonly tokens: VisitorTokens,
    private readonly modules: ModuleRef,
  ) {}

  /** Throws `auth.unauthenticated` for a token that is good for nothing, whatever the reason. */
  async of(token: string): Promise<Caller> {
    const claims = this.tokens.read(token);
    // The module of bots stands above this one.
    const bot = claims && (await this.modules.get(EmbeddedBots, { strict: false }).byId(claims.botId));
    if (!bot?.enabled || (bot.identityRequired && !claims?.identified)) {
      throw new DomainError('auth.unauthenticated', 'unauthenticated');
    }
    const { id: botId, workspaceId, domains, showSources } = bot;
    return Caller.visiting({ id: claims!.visitorId, botId, workspaceId, domains, showSources });
  }
}
