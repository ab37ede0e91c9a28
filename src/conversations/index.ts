export { ConversationsModule } from './conversations.module.js';
export { conversationsMessages } from './conversations.messages.js';
export { ConversationsService } from './application/conversations.service.js';
export { ExchangeLog, type AskCommand, type Placement } from './application/exchange-log.service.js';
export { MessagesService } from './application/messages.service.js';
export {
  type BilledCall,
  type DayRange,
  SPEND_GROUPINGS,
  type SpendGroup,
  type SpendGrouping,
  SpendLedger,
  type SpendTotals,
  type Spent,
} from './application/ports/spend-ledger.port.js';
export type { StoredTurn } from './application/ports/exchange-repository.port.js';
export { type ClaimedTurn, TurnLeases } from './application/ports/turn-leases.port.js';
export type { Citation } from './domain/citation.js';
export { ConversationDeleted } from './domain/conversation-deleted.event.js';
export type { Conversation } from './domain/conversation.js';
export type { Lease } from './domain/lease.js';
export type { AnswerError, BudgetNote, Message, Rating, Usage } from './domain/message.js';
export type { PastExchange } from './domain/past-exchange.js';
export { answeredWith, type Turn, type TurnOutcome, unwritten } from './domain/turn.js';
export { CitationDto, MessageDto } from './presentation/message.dto.js';
