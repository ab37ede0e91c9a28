import { Injectable } from '@nestjs/common';

import type { ChatMessage, ChatRequest } from '../../../ai/index.js';
import type { Bot } from '../../../bots/index.js';
import type { Turn } from '../../../conversations/index.js';
import { detectLanguage } from '../../../kernel/text/language.js';
import { withoutCitations } from '../../domain/citation-filter.js';
import { withinBudget } from '../../domain/history-budget.js';
import { inert } from '../../domain/inert.js';
import { systemPrompt } from '../../domain/prompt.js';
import type { Findings } from './retrieve.step.js';

@Injectable()
export class PromptStep {
  /** Writes the request to the model. */
  run(turn: Turn, bot: Bot, { past, passages }: Findings): ChatRequest {
    const {
      systemPrompt: instructions,
      fallbackMessage,
      language,
      temperature,
      maxOutputTokens,
    } = bot.config;
    const question = turn.question.content;
    const messages = withinBudget(past).flatMap((exchange): ChatMessage[] => [
      { role: 'user', content: inert(exchange.question) },
      { role: 'assistant', content: withoutCitations(exchange.answer) },
    ]);
    return {
      system: systemPrompt({
        instructions,
        fallbackMessage,
        language: language === 'auto' ? undefined : language,
        passages,
      }),
      messages: [...messages, { role: 'user', content: inert(question) }],
      question,
      passages,
      language: detectLanguage(question),
      fallbackMessage,
      temperature,
      maxOutputTokens,
    };
  }
}
