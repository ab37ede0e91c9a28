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
import { ofReach, withinReach } from './within-reach.js';

const VISITOR = `CASE WHEN visitor_id IS NOT NULL THEN jsonb_build_object('id', visitor_id,
    'name', (SELECT v.name FROM visitors v WHERE v.id = visitor_id),
    'email', (SELECT v.email FROM visitors v WHERE v.id = visitor_id)) END AS visitor`;

const COLUMNS = `id, workspace_id AS "workspaceId", bot_id AS "botId", principal, title, status,
  last_seq AS "lastSeq", created_at AS "createdAt", updated_at AS "updatedAt", ${VISITOR}`;

@Injectable()
export class PostgresConversationRepository extends ConversationRepository {
  constructor(private readonly database: Database) {
    super();
  }

  listOfBot(
    reach: Reach,
    botId: string,
    filter: ConversationFilter,
    page: PageRequest,
  ): Promise<Conversation[]> {
    return this.database.query<Conversation>(
      `SELECT ${COLUMNS} FROM conversations
       WHERE bot_id = $4 AND ${withinReach()} AND deleted_at IS NULL
         AND ($5::uuid IS NULL OR id < $5)
         AND ($6::text IS NULL OR status = $6)
         AND ($7::text IS NULL OR title ILIKE $7)
         AND ($8::timestamptz IS NULL OR created_at >= $8)
         AND ($9::timestamptz IS NULL OR created_at < $9)
       ORDER BY id DESC LIMIT $10`,
      [
        ...ofReach(reach),
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

  async latestOfVisitor(visitorId: string, botId: string): Promise<Conversation | undefined> {
    const [row] = await this.database.query<Conversation>(
      `SELECT ${COLUMNS} FROM conversations
       WHERE visitor_id = $1 AND bot_id = $2 AND status = 'active' AND deleted_at IS NULL
       ORDER BY updated_at DESC, id DESC LIMIT 1`,
      [visitorId, botId],
    );
    return row;
  }

  async insert(conversation: Conversation): Promise<void> {
    const { id, workspaceId, botId, principal, title, createdAt, visitor } = conversation;
    await this.database.query(
      `INSERT INTO conversations (id, workspace_id, bot_id, principal, title, created_at, updated_at, visitor_id)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
      [id, workspaceId, botId, principal, title, createdAt, visitor?.id ?? null],
    );
  }

  async find(reach: Reach, id: string): Promise<Conversation | undefined> {
    const [row] = await this.database.query<Conversation>(
      `SELECT ${COLUMNS} FROM conversations
       WHERE id = $4 AND ${withinReach()} AND deleted_at IS NULL`,
      [...ofReach(reach), id],
    );
    return row;
  }

  async update(
    reach: Reach,
    id: string,
    { title, status }: ConversationChanges,
  ): Promise<Conversation | undefined> {
    const [row] = await this.database.query<Conversation>(
      `UPDATE conversations SET title = COALESCE($5, title), status = COALESCE($6, status), updated_at = now()
       WHERE id = $4 AND ${withinReach()} AND deleted_at IS NULL
       RETURNING ${COLUMNS}`,
      [...ofReach(reach), id, title ?? null, status ?? null],
    );
    return row;
  }

  async delete(reach: Reach, id: string): Promise<boolean> {
    // Messages first: answering locks its message before the conversation, too.
    await this.database.query(
      `UPDATE messages m SET status = 'stopped', lease_owner = NULL, lease_expires_at = NULL
       FROM conversations c
       WHERE m.conversation_id = $4 AND m.status = 'streaming' AND c.id = $4 AND ${withinReach('c.')}
         AND c.deleted_at IS NULL`,
      [...ofReach(reach), id],
    );
    const rows = await this.database.query(
      `UPDATE conversations SET deleted_at = now(), open_turns = 0, opening_message_id = NULL
       WHERE id = $4 AND ${withinReach()} AND deleted_at IS NULL
       RETURNING id`,
      [...ofReach(reach), id],
    );
    // What was asked between the two statements; nothing more is from here on. One that is just ending is left to that.
    await this.database.query(
      `UPDATE messages SET status = 'stopped', lease_owner = NULL, lease_expires_at = NULL
       WHERE id IN (
         SELECT m.id FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.conversation_id = $1 AND m.status = 'streaming' AND c.deleted_at IS NOT NULL
         FOR UPDATE OF m SKIP LOCKED)`,
      [id],
    );
    return rows.length > 0;
  }

  async messages(
    reach: Reach,
    conversationId: string,
    { direction, seq }: MessageCursor,
    limit: number,
  ): Promise<{ items: Message[]; lastSeq: number }> {
    const forward = direction === 'after';
    const rows = await this.database.query<QueryResultRow>(
      `SELECT c.last_seq AS "lastSeq", ${messageColumns('m')}
       FROM conversations c JOIN messages m ON m.conversation_id = c.id
       WHERE c.id = $4 AND ${withinReach('c.')} AND c.deleted_at IS NULL
         AND m.conversation_id = $4 AND m.seq ${forward ? '>' : '<'} $5
       ORDER BY m.seq ${forward ? 'ASC' : 'DESC'} LIMIT $6`,
      [...ofReach(reach), conversationId, seq, limit],
      { prepare: `messages_page_${direction}` },
    );
    const items = rows.map((row) => toMessage(row));
    return { items: forward ? items : items.reverse(), lastSeq: (rows[0]?.lastSeq as number) ?? 0 };
  }

  async message(reach: Reach, id: string): Promise<{ message: Message; workspaceId: string } | undefined> {
    const [row] = await this.database.query<QueryResultRow>(
      `SELECT c.workspace_id AS "workspaceId", ${messageColumns('m')}
       FROM messages m JOIN conversations c ON c.id = m.conversation_id
       WHERE m.id = $4 AND ${withinReach('c.')} AND c.deleted_at IS NULL`,
      [...ofReach(reach), id],
    );
    return row && { message: toMessage(row), workspaceId: row.workspaceId as string };
  }

  async contents(conversationId: string, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; content: string }>(
      'SELECT id, content FROM messages WHERE conversation_id = $1 AND id = ANY($2::uuid[])',
      [conversationId, ids],
    );
    return new Map(rows.map(({ id, content }) => [id, content]));
  }

  async rate(
    reach: Reach,
    answerId: string,
    rating: Rating | null,
    comment: string | null,
  ): Promise<Message | undefined> {
    const [row] = await this.database.query<QueryResultRow>(
      `UPDATE messages m SET rating = $5, feedback_comment = $6
       FROM conversations c
       WHERE m.id = $4 AND m.role = 'assistant' AND c.id = m.conversation_id AND ${withinReach('c.')}
         AND c.deleted_at IS NULL
       RETURNING ${messageColumns('m')}`,
      [...ofReach(reach), answerId, rating, comment],
    );
    return row && toMessage(row);
  }

  async eraseSome(botId: string, limit: number): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM conversations WHERE id IN (
         SELECT id FROM conversations WHERE bot_id = $1 ORDER BY id LIMIT $2 FOR UPDATE
       ) RETURNING 1`,
      [botId, limit],
    );
    return rows.length;
  }

  async deletedBots(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM bots b
       WHERE deleted_at IS NOT NULL AND EXISTS (SELECT FROM conversations c WHERE c.bot_id = b.id) LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }
}
