import { Injectable } from '@nestjs/common';

import {
  type IdentityClaim,
  type PublicWidget,
  WidgetDirectory,
  WidgetIdentities,
} from '../../bots/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { type VisitorClaims, VisitorTokens } from '../../platform/http/access/index.js';
import type { AskingPage } from '../../platform/http/security/index.js';
import type { Conversation } from '../domain/conversation.js';
import { ConversationRepository } from './ports/conversation-repository.port.js';
import { VisitorRepository } from './ports/visitor.repository.js';

export interface VisitorSession {
  token: string;
  expiresAt: Date;
  visitorId: string;
  botId: string;
  /** The one to go on with. */
  conversation: Conversation | null;
}

/** How somebody on a page becomes a visitor of a bot, and stays one. */
@Injectable()
export class VisitorSessions {
  constructor(
    private readonly widgets: WidgetDirectory,
    private readonly identities: WidgetIdentities,
    private readonly visitors: VisitorRepository,
    private readonly conversations: ConversationRepository,
    private readonly tokens: VisitorTokens,
  ) {}

  /**
   * A fresh token: for the user whom the site has named, else for whom `former` names, else for somebody new. Throws
   * `bot.not_found`, `widget.origin_not_allowed`, `widget.identity_required`, `widget.identity_invalid`.
   */
  async open(
    publicKey: string,
    page: AskingPage,
    { former, identity }: { former?: string; identity?: IdentityClaim },
  ): Promise<VisitorSession> {
    const widget = await this.widgets.open(publicKey, page);
    const claims = await this.claimsOf(widget, former, identity);
    const { visitorId, botId } = claims;
    const conversation = (await this.conversations.latestOfVisitor(visitorId, botId)) ?? null;
    return { ...this.tokens.sign(claims), visitorId, botId, conversation };
  }

  private async claimsOf(
    widget: PublicWidget,
    former: string | undefined,
    identity: IdentityClaim | undefined,
  ): Promise<VisitorClaims> {
    const { id: botId, workspaceId } = widget.bot;
    const user = this.identities.whoIs(widget, identity);
    if (user) {
      const { userId: externalId, name, email } = user;
      const visitorId = await this.visitors.meet({ workspaceId, botId, externalId, name, email }, newId());
      if (visitorId === undefined) throw new DomainError('bot.not_found', 'not_found');
      return { visitorId, botId, identified: true };
    }
    // A token that is no good, or of another bot, is no reason to turn anybody away.
    const known = former === undefined ? undefined : this.tokens.read(former);
    return known?.botId === botId ? known : { visitorId: newId(), botId, identified: false };
  }
}
