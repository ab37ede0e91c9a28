import { Injectable } from '@nestjs/common';

import { BotDirectory } from '../../bots/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { type AuditRecord, AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import {
  assertPermitted,
  permittedBy,
  readableBy,
  type WorkspaceScope,
} from '../../platform/http/access/index.js';
import { ConversationDeleted } from '../domain/conversation-deleted.event.js';
import type { Conversation } from '../domain/conversation.js';
import {
  type ConversationChanges,
  type ConversationFilter,
  ConversationRepository,
} from './ports/conversation-repository.port.js';

/** A page of conversations cannot be continued in the list of another bot. */
export function conversationList(botId: string): string {
  return `conversations:${botId}`;
}

/** Conversations of the bots of the caller's workspaces. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly bots: BotDirectory,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Newest first. Throws `bot.not_found`, `access.forbidden`. */
  async list(
    scope: WorkspaceScope,
    botId: string,
    filter: ConversationFilter,
    page: PageRequest,
  ): Promise<Page<Conversation>> {
    await this.bots.find(scope, botId);
    const rows = await this.conversations.listOfBot(permittedBy(scope), botId, filter, page);
    return toPage(conversationList(botId), rows, page.limit);
  }

  /** An empty conversation. Throws `bot.not_found`, `access.forbidden`. */
  async create(
    scope: WorkspaceScope,
    principal: string,
    botId: string,
    title?: string,
  ): Promise<Conversation> {
    const bot = await this.bots.find(scope, botId);
    const now = new Date();
    const conversation: Conversation = {
      id: newId(),
      workspaceId: bot.workspaceId,
      botId,
      principal,
      // Visitors have no use for one in which nothing was said.
      visitor: null,
      title: title ?? null,
      status: 'active',
      lastSeq: 0,
      createdAt: now,
      updatedAt: now,
    };
    await this.conversations.insert(conversation);
    return conversation;
  }

  /** Throws `conversation.not_found`, `access.forbidden`; so do the methods below. */
  async get(scope: WorkspaceScope, id: string): Promise<Conversation> {
    const conversation = present(await this.conversations.find(readableBy(scope), id));
    assertPermitted(scope, conversation.workspaceId);
    return conversation;
  }

  async update(scope: WorkspaceScope, id: string, changes: ConversationChanges): Promise<Conversation> {
    const before = await this.get(scope, id);
    return this.transactions.run(async () => {
      const after = present(await this.conversations.update(permittedBy(scope), id, changes));
      const actions = actionsOf(changes, before);
      if (actions.length > 0) await this.audit.record(...actions.map((action) => auditOf(action, after)));
      return after;
    });
  }

  /** Hides the conversation at once and for good; an answer that is being written to it is stopped. */
  async delete(scope: WorkspaceScope, id: string): Promise<void> {
    const conversation = await this.get(scope, id);
    const { botId, workspaceId } = conversation;
    await this.transactions.run(async () => {
      const deleted = await this.conversations.delete(permittedBy(scope), id);
      if (!deleted) return;
      await this.outbox.publish(new ConversationDeleted(id, botId, workspaceId));
      await this.audit.record(auditOf('conversation.deleted', conversation));
    });
  }
}

/** Without its title, which is what somebody asked. */
function auditOf(action: string, { id, workspaceId, botId }: Conversation): AuditRecord {
  return { action, workspaceId, target: { type: 'conversation', id }, detail: { botId } };
}

function actionsOf({ title, status }: ConversationChanges, before: Conversation): string[] {
  return [
    ...(title !== undefined && title !== before.title ? ['conversation.renamed'] : []),
    ...(status !== undefined && status !== before.status ? [`conversation.${STATUS_ACTIONS[status]}`] : []),
  ];
}

const STATUS_ACTIONS: Record<Conversation['status'], string> = { archived: 'archived', active: 'reopened' };

function present(conversation: Conversation | undefined): Conversation {
  if (!conversation) throw new DomainError('conversation.not_found', 'not_found');
  return conversation;
}
