import { Injectable } from '@nestjs/common';

import type { ChatMessage, ChatRequest } from '../../../ai/index.js';
import type { Bot } from '../../../bots/index.js';
import type { Turn } from '../../../conversations/index.js';
import { detectLanguage } from '../../../kernel/text/language.js';
import { withoutCitations } from '../../domain/citation-filter.js';
import { inert } from '../../domain/inert.js';
import { type PromptOptions, systemPrompt } from '../../domain/prompt.js';
import { CANARY } from './echo-guard.js';
import type { Findings } from './retrieve.step.js';

@Injectable()
export class PromptStep {
  /** Writes the request to the model. */
  run(turn: Turn, bot: Bot, findings: Findings): ChatRequest {
    const { fallbackMessage, temperature, maxOutputTokens } = bot.config;
    const question = turn.question.content;
    const messages = findings.history.flatMap((exchange): ChatMessage[] => [
      { role: 'user', content: inert(exchange.question) },
      { role: 'assistant', content: withoutCitations(exchange.answer) },
    ]);
    return {
      system: systemPrompt(promptOptions(bot, findings), CANARY),
      messages: [...messages, { role: 'user', content: inert(question) }],
      question,
      passages: findings.passages,
      language: detectLanguage(question),
      fallbackMessage,
      temperature,
      maxOutputTokens,
    };
  }
}

/** What the system prompt is made of. */
export function promptOptions(bot: Bot, { passages, summary }: Findings): PromptOptions {
  const { systemPrompt: instructions, fallbackMessage, language } = bot.config;
  return {
    instructions,
    fallbackMessage,
    language: language === 'auto' ? undefined : language,
    passages,
    summary: summary.text,
  };
}
