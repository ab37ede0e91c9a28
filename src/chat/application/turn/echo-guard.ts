import { randomBytes } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import type { Bot } from '../../../bots/index.js';
import type { Turn } from '../../../conversations/index.js';
import { EchoFilter } from '../../domain/echo-filter.js';
import { canaryRun, type GuardedRun, guardedRuns } from '../../domain/guarded-text.js';
import type { Findings } from './retrieve.step.js';

/**
 * Stands at the top of every system prompt of this process and nowhere else: whoever writes it recites the prompt, in
 * whatever language. The same for all turns, so that providers may cache what they read first.
 */
export const CANARY = `kc${randomBytes(8).toString('hex')}`;

/** Taking instructions apart takes longer than a whole prompt does. */
const known = new LRUCache<string, GuardedRun[]>({ max: 500 });

/** What keeps the system prompt of a turn out of its answer. */
export function echoGuard(turn: Turn, bot: Bot, { passages, past }: Findings): EchoFilter {
  const { systemPrompt, language, fallbackMessage, welcomeMessage } = bot.config;
  const key = `${language}\n${systemPrompt}`;
  let runs = known.get(key);
  if (!runs) {
    runs = [...guardedRuns(systemPrompt, language === 'auto' ? undefined : language), canaryRun(CANARY)];
    known.set(key, runs);
  }
  // What everybody may read is no secret.
  return new EchoFilter(runs, () =>
    [
      fallbackMessage,
      welcomeMessage,
      turn.question.content,
      ...past.flatMap(({ question, answer }) => [question, answer]),
      ...passages.flatMap(({ title, heading = '', content }) => [title, heading, content]),
    ].join('\n'),
  );
}
