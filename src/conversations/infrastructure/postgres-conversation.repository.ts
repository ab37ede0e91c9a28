import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import type { Reach } from '../../platform/http/access/index.js';
import {
  type ConversationChanges,
  type ConversationFilter,
  ConversationRepository,
} from '../application/ports/conversation-repository.port.js';
import type { Conversation } from '../domain/conversation.js';
import type { MessageCursor } from '../domain/message-cursor.js';
import type { Message, Rating } from '../domain/message.js';
import { messageColumns, toMessage } from './message-rows.js';
import { withinReach } from './within-reach.js';

const COLUMNS = `id, workspace_id AS "workspaceId", bot_id AS "botId", principal, title, status,
  last_seq AS "lastSeq", created_at AS "createdAt", updated_at AS "updatedAt"`;

@Injectable()
export class PostgresConversationRepository extends ConversationRepository {
  constructor(private readonly database: Database) {
    super();
  }

  listOfBot(botId: string, filter: ConversationFilter, page: PageRequest): Promise<Conversation[]> {
    return this.database.query<Conversation>(
      `SELECT ${COLUMNS} FROM conversations
       WHERE bot_id = $1 AND deleted_at IS NULL
         AND ($2::uuid IS NULL OR id < $2)
         AND ($3::text IS NULL OR status = $3)
         AND ($4::text IS NULL OR title ILIKE $4)
         AND ($5::timestamptz IS NULL OR created_at >= $5)
         AND ($6::timestamptz IS NULL OR created_at < $6)
       ORDER BY id DESC LIMIT $7`,
      [
        botId,
        page.after ?? null,
        filter.status ?? null,
        filter.q === undefined ? null : `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`,
        filter.from ?? null,
        filter.to ?? null,
        page.limit + 1,
      ],
    );
  }

  async insert(conversation: Conversation): Promise<void> {
    const { id, workspaceId, botId, principal, title, createdAt } = conversation;
    await this.database.query(
      `INSERT INTO conversations (id, workspace_id, bot_id, principal, title, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6)`,
      [id, workspaceId, botId, principal, title, createdAt],
    );
  }

  async find({ workspaces, bots }: Reach, id: string): Promise<Conversation | undefined> {
    const [row] = await this.database.query<Conversation>(
      `SELECT ${COLUMNS} FROM conversations
       WHERE id = $3 AND ${withinReach()} AND deleted_at IS NULL`,
      [workspaces, bots, id],
    );
    return row;
  }

  async update(
    { workspaces, bots }: Reach,
    id: string,
    { title, status }: ConversationChanges,
  ): Promise<Conversation | undefined> {
    const [row] = await this.database.query<Conversation>(
      `UPDATE conversations SET title = COALESCE($4, title), status = COALESCE($5, status), updated_at = now()
       WHERE id = $3 AND ${withinReach()} AND deleted_at IS NULL
       RETURNING ${COLUMNS}`,
      [workspaces, bots, id, title ?? null, status ?? null],
    );
    return row;
  }

  async delete({ workspaces, bots }: Reach, id: string): Promise<boolean> {
    // Messages first: answering locks its message before the conversation, too.
    await this.database.query(
      `UPDATE messages m SET status = 'stopped', lease_owner = NULL, lease_expires_at = NULL
       FROM conversations c
       WHERE m.conversation_id = $3 AND m.status = 'streaming' AND c.id = $3 AND ${withinReach('c.')}
         AND c.deleted_at IS NULL`,
      [workspaces, bots, id],
    );
    const rows = await this.database.query(
      `UPDATE conversations SET deleted_at = now(), open_turns = 0, opening_message_id = NULL
       WHERE id = $3 AND ${withinReach()} AND deleted_at IS NULL
       RETURNING id`,
      [workspaces, bots, id],
    );
    return rows.length > 0;
  }

  async messages(
    { workspaces, bots }: Reach,
    conversationId: string,
    { direction, seq }: MessageCursor,
    limit: number,
  ): Promise<{ items: Message[]; lastSeq: number }> {
    const forward = direction === 'after';
    const rows = await this.database.query<QueryResultRow>(
      `SELECT c.last_seq AS "lastSeq", ${messageColumns('m')}
       FROM conversations c JOIN messages m ON m.conversation_id = c.id
       WHERE c.id = $3 AND ${withinReach('c.')} AND c.deleted_at IS NULL
         AND m.conversation_id = $3 AND m.seq ${forward ? '>' : '<'} $4
       ORDER BY m.seq ${forward ? 'ASC' : 'DESC'} LIMIT $5`,
      [workspaces, bots, conversationId, seq, limit],
      { prepare: `messages_page_${direction}` },
    );
    const items = rows.map((row) => toMessage(row));
    return { items: forward ? items : items.reverse(), lastSeq: (rows[0]?.lastSeq as number) ?? 0 };
  }

  async message(
    { workspaces, bots }: Reach,
    id: string,
  ): Promise<{ message: Message; workspaceId: string } | undefined> {
    const [row] = await this.database.query<QueryResultRow>(
      `SELECT c.workspace_id AS "workspaceId", ${messageColumns('m')}
       FROM messages m JOIN conversations c ON c.id = m.conversation_id
       WHERE m.id = $3 AND ${withinReach('c.')} AND c.deleted_at IS NULL`,
      [workspaces, bots, id],
    );
    return row && { message: toMessage(row), workspaceId: row.workspaceId as string };
  }

  async rate(
    { workspaces, bots }: Reach,
    answerId: string,
    rating: Rating | null,
    comment: string | null,
  ): Promise<Message | undefined> {
    const [row] = await this.database.query<QueryResultRow>(
      `UPDATE messages m SET rating = $4, feedback_comment = $5
       FROM conversations c
       WHERE m.id = $3 AND m.role = 'assistant' AND c.id = m.conversation_id AND ${withinReach('c.')}
         AND c.deleted_at IS NULL
       RETURNING ${messageColumns('m')}`,
      [workspaces, bots, answerId, rating, comment],
    );
    return row && toMessage(row);
  }
}
