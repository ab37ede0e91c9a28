import type { MixedList } from 'typeorm';

import { CachedEmbeddingEntity } from '../../ai/infrastructure/cached-embedding.entity.js';
import { RecoveryCodeEntity } from '../../auth/infrastructure/recovery-code.entity.js';
import { AccountTokenEntity } from '../../auth/infrastructure/account-token.entity.js';
import { EmailChangeEntity } from '../../auth/infrastructure/email-change.entity.js';
import { RefreshTokenEntity } from '../../auth/infrastructure/refresh-token.entity.js';
import { SessionEntity } from '../../auth/infrastructure/session.entity.js';
import { TotpFactorEntity } from '../../auth/infrastructure/totp-factor.entity.js';
import { UserEntity } from '../../auth/infrastructure/user.entity.js';
import { BotWidgetEntity } from '../../bots/infrastructure/bot-widget.entity.js';
import { BotEntity } from '../../bots/infrastructure/bot.entity.js';
import { BudgetEntity } from '../../budgets/infrastructure/budget.entity.js';
import { AnswerSpendEntity } from '../../conversations/infrastructure/answer-spend.entity.js';
import { AnswerTraceEntity } from '../../chat/infrastructure/answer-trace.entity.js';
import { ConversationSummaryEntity } from '../../chat/infrastructure/conversation-summary.entity.js';
import { ConversationEntity } from '../../conversations/infrastructure/conversation.entity.js';
import { MessageUsageEntity } from '../../conversations/infrastructure/message-usage.entity.js';
import { MessageEntity } from '../../conversations/infrastructure/message.entity.js';
import { VisitorEntity } from '../../conversations/infrastructure/visitor.entity.js';
import { DocumentEntity } from '../../documents/infrastructure/document.entity.js';
import { ChunkEntity } from '../../retrieval/infrastructure/chunk.entity.js';
import { ChunkVectorEntity } from '../../retrieval/infrastructure/chunk-vector.entity.js';
import { VectorGenerationEntity } from '../../retrieval/infrastructure/vector-generation.entity.js';
import { ChunkLexemesEntity } from '../../retrieval/infrastructure/chunk-lexemes.entity.js';
import { IndexDeltaEntity } from '../../retrieval/infrastructure/index-delta.entity.js';
import { IndexTotalsEntity } from '../../retrieval/infrastructure/index-totals.entity.js';
import { IndexedDocumentEntity } from '../../retrieval/infrastructure/indexed-document.entity.js';
import { LexemeStatsEntity } from '../../retrieval/infrastructure/lexeme-stats.entity.js';
import { StagedChunkEntity } from '../../retrieval/infrastructure/staged-chunk.entity.js';
import { SampleEntity } from '../../sample/infrastructure/sample.entity.js';
import { ApiKeyEntity } from '../../workspaces/infrastructure/api-key.entity.js';
import { InvitationEntity } from '../../workspaces/infrastructure/invitation.entity.js';
import { WorkspaceMemberEntity } from '../../workspaces/infrastructure/workspace-member.entity.js';
import { PlanEntity } from '../../workspaces/infrastructure/plan.entity.js';
import { WorkspaceEntity } from '../../workspaces/infrastructure/workspace.entity.js';
import { AuditEventEntity } from '../audit/audit-event.entity.js';
import { MailEntity } from '../mail/mail.entity.js';
import { OutboxEventEntity } from '../events/outbox-event.entity.js';
import { IdempotencyKeyEntity } from '../http/idempotency/idempotency-key.entity.js';

/** Every entity of the product; listed, since globs do not survive bundling and hide what exists. */
export const entities: MixedList<new () => object> = [
  OutboxEventEntity,
  IdempotencyKeyEntity,
  AuditEventEntity,
  MailEntity,
  UserEntity,
  AccountTokenEntity,
  EmailChangeEntity,
  SessionEntity,
  RefreshTokenEntity,
  TotpFactorEntity,
  RecoveryCodeEntity,
  PlanEntity,
  WorkspaceEntity,
  WorkspaceMemberEntity,
  InvitationEntity,
  ApiKeyEntity,
  BotEntity,
  BotWidgetEntity,
  DocumentEntity,
  ChunkEntity,
  ChunkLexemesEntity,
  IndexDeltaEntity,
  IndexTotalsEntity,
  IndexedDocumentEntity,
  LexemeStatsEntity,
  StagedChunkEntity,
  CachedEmbeddingEntity,
  VectorGenerationEntity,
  ChunkVectorEntity,
  VisitorEntity,
  ConversationEntity,
  MessageEntity,
  AnswerTraceEntity,
  ConversationSummaryEntity,
  MessageUsageEntity,
  AnswerSpendEntity,
  BudgetEntity,
  SampleEntity,
];
