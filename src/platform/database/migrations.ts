import { CacheEmbeddings1763600540000 } from '../../ai/infrastructure/migrations/1763600540000-cache-embeddings.migration.js';
import { CreateAccountTokens1763610200000 } from '../../auth/infrastructure/migrations/1763610200000-create-account-tokens.migration.js';
import { CreateAccounts1763600100000 } from '../../auth/infrastructure/migrations/1763600100000-create-accounts.migration.js';
import { AddAccountStates1763610300000 } from '../../auth/infrastructure/migrations/1763610300000-add-account-states.migration.js';
import { CreateBotWidgets1763600550000 } from '../../bots/infrastructure/migrations/1763600550000-create-bot-widgets.migration.js';
import { MarkSampleBots1763621110000 } from '../../bots/infrastructure/migrations/1763621110000-mark-sample-bots.migration.js';
import { CreateBots1763600310000 } from '../../bots/infrastructure/migrations/1763600310000-create-bots.migration.js';
import { CreateAnswerTraces1763611000000 } from '../../chat/infrastructure/migrations/1763611000000-create-answer-traces.migration.js';
import { CreateConversationSummaries1763611100000 } from '../../chat/infrastructure/migrations/1763611100000-create-conversation-summaries.migration.js';
import { AddVisitors1763610800000 } from '../../conversations/infrastructure/migrations/1763610800000-add-visitors.migration.js';
import { CreateBudgets1763610900001 } from '../../budgets/infrastructure/migrations/1763610900001-create-budgets.migration.js';
import { CountSpend1763610900000 } from '../../conversations/infrastructure/migrations/1763610900000-count-spend.migration.js';
import { CreateConversations1763600600000 } from '../../conversations/infrastructure/migrations/1763600600000-create-conversations.migration.js';
import { CreateMessageUsage1763610700000 } from '../../conversations/infrastructure/migrations/1763610700000-create-message-usage.migration.js';
import { IndexDocumentsByWorkspace1763610710000 } from '../../documents/infrastructure/migrations/1763610710000-index-documents-by-workspace.migration.js';
import { CreateDocuments1763600400000 } from '../../documents/infrastructure/migrations/1763600400000-create-documents.migration.js';
import { AddIndexState1763600510000 } from '../../retrieval/infrastructure/migrations/1763600510000-add-index-state.migration.js';
import { SpreadVectors1763621210000 } from '../../retrieval/infrastructure/migrations/1763621210000-spread-vectors.migration.js';
import { NumberVectors1763621200000 } from '../../retrieval/infrastructure/migrations/1763621200000-number-vectors.migration.js';
import { CreateVectors1763600541000 } from '../../retrieval/infrastructure/migrations/1763600541000-create-vectors.migration.js';
import { CreateIndex1763600300000 } from '../../retrieval/infrastructure/migrations/1763600300000-create-index.migration.js';
import { CreateSample1763621120000 } from '../../sample/infrastructure/migrations/1763621120000-create-sample.migration.js';
import { AddAwaitingWorkspace1763621100000 } from '../../workspaces/infrastructure/migrations/1763621100000-add-awaiting-workspace.migration.js';
import { AddMembersAndInvitations1763610400000 } from '../../workspaces/infrastructure/migrations/1763610400000-add-members-and-invitations.migration.js';
import { CreateApiKeys1763600520000 } from '../../workspaces/infrastructure/migrations/1763600520000-create-api-keys.migration.js';
import { CreatePlans1763600530000 } from '../../workspaces/infrastructure/migrations/1763600530000-create-plans.migration.js';
import { CreateWorkspaces1763600200000 } from '../../workspaces/infrastructure/migrations/1763600200000-create-workspaces.migration.js';
import { CreateMails1763610100000 } from '../mail/migrations/1763610100000-create-mails.migration.js';
import { CreateAuditEvents1763600002000 } from '../audit/migrations/1763600002000-create-audit-events.migration.js';
import { GuardAuditEvents1763610600000 } from '../audit/migrations/1763610600000-guard-audit-events.migration.js';
import { CreateOutbox1763600000000 } from '../events/migrations/1763600000000-create-outbox.migration.js';
import { CreateIdempotencyKeys1763600001000 } from '../http/idempotency/migrations/1763600001000-create-idempotency-keys.migration.js';

/** Every migration, oldest first. */
export const migrations = [
  CreateOutbox1763600000000,
  CreateIdempotencyKeys1763600001000,
  CreateAuditEvents1763600002000,
  CreateAccounts1763600100000,
  CreateWorkspaces1763600200000,
  CreateIndex1763600300000,
  CreateBots1763600310000,
  CreateDocuments1763600400000,
  AddIndexState1763600510000,
  CreateApiKeys1763600520000,
  CreatePlans1763600530000,
  CacheEmbeddings1763600540000,
  CreateVectors1763600541000,
  CreateBotWidgets1763600550000,
  CreateConversations1763600600000,
  CreateMails1763610100000,
  CreateAccountTokens1763610200000,
  AddAccountStates1763610300000,
  AddMembersAndInvitations1763610400000,
  GuardAuditEvents1763610600000,
  CreateMessageUsage1763610700000,
  IndexDocumentsByWorkspace1763610710000,
  AddVisitors1763610800000,
  CountSpend1763610900000,
  CreateBudgets1763610900001,
  CreateAnswerTraces1763611000000,
  CreateConversationSummaries1763611100000,
  AddAwaitingWorkspace1763621100000,
  MarkSampleBots1763621110000,
  CreateSample1763621120000,
  NumberVectors1763621200000,
  SpreadVectors1763621210000,
];
