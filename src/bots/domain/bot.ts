import type { BotConfig } from './bot-config.js';

/** A chatbot: a name, a configuration, and the documents that point to it. */
export interface Bot {
  id: string;
  workspaceId: string;
  name: string;
  description: string;
  /** Names the bot on public pages. It opens nothing that is not public. */
  publicKey: string;
  config: BotConfig;
  /** It came with the installation. */
  sample: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** How many documents a bot has; `total` is the sum of the others. */
export interface DocumentTally {
  total: number;
  ready: number;
  /** Waiting or being read. */
  processing: number;
  failed: number;
}

export const NO_DOCUMENTS: Readonly<DocumentTally> = { total: 0, ready: 0, processing: 0, failed: 0 };

export const BOT_STATUSES = ['empty', 'training', 'ready', 'attention'] as const;
export type BotStatus = (typeof BOT_STATUSES)[number];

/** A bot with what follows from its documents. */
export interface BotOverview extends Bot {
  documents: DocumentTally;
  status: BotStatus;
}

/** Work in progress outweighs failures, since it may mend them; failures outweigh readiness, since someone must look. */
export function botStatus({ total, processing, failed }: DocumentTally): BotStatus {
  if (total === 0) return 'empty';
  if (processing > 0) return 'training';
  return failed > 0 ? 'attention' : 'ready';
}
