import { ApiProperty } from '@nestjs/swagger';

import { PASSAGE_FATES, type PassageFate } from '../domain/answer-trace.js';
import {
  PROMPT_PARTS,
  type PromptPart,
  type TraceView,
  type ViewedCandidate,
} from '../application/trace/trace-view.js';

/** A word that was looked for. */
export class TracedWordDto {
  /** @example 'parental' */
  text: string;
  /** Less than 1 for words of earlier questions. @example 1 */
  weight: number;
  /** What a mistyped word was taken for, as the index writes it. @example 'parent' */
  takenFor?: string;
  /** False when no document of the bot holds it. */
  known: boolean;
}

/** The question, and what was looked for. */
export class TracedQuestionDto {
  /** @example 'And how long is that?' */
  text: string;
  /** ISO 639-1, or `und`. @example 'en' */
  language: string | null;
  /** It leans on what was said before: words of earlier questions were looked for as well. */
  followUp: boolean;
  /** It names things exactly, such as numbers or code, so that wording outweighed meaning. */
  identifiers: boolean;
  words: TracedWordDto[];
}

/** A passage that was found. */
export class TracedCandidateDto {
  /** The `n` of `[n]`, for passages that the model was given. @example 1 */
  index?: number;
  /** The answer cites it. */
  cited: boolean;
  /** Why the model was given it or not. */
  @ApiProperty({ enum: PASSAGE_FATES })
  fate: PassageFate;
  chunkId: string;
  /** Absent, as all that follows up to `snippet`, when the document was deleted or replaced since. */
  documentId?: string;
  /** Of the document. */
  title?: string;
  page?: number;
  /** @example 'Leave › Parental leave' */
  heading?: string;
  /** The beginning of the passage. */
  snippet?: string;
  /** Of both halves of the search, 0..1. @example 0.83 */
  score: number;
  /** Place in the keyword half, from 1. */
  lexicalRank?: number;
  lexicalScore?: number;
  /** Place in the vector half, from 1. */
  vectorRank?: number;
  /** Cosine. */
  vectorScore?: number;

  static from(candidate: ViewedCandidate, cited: ReadonlySet<string>): TracedCandidateDto {
    const { index, fate, chunkId, score, lexicalRank, lexicalScore, vectorRank, vectorScore } = candidate;
    const { documentId, title, page, heading, snippet } = candidate.passage ?? {};
    return {
      index,
      cited: cited.has(chunkId),
      fate,
      chunkId,
      documentId,
      title,
      page: page ?? undefined,
      heading: heading?.length ? heading.join(' › ') : undefined,
      snippet,
      score,
      lexicalRank,
      lexicalScore,
      vectorRank,
      vectorScore,
    };
  }
}

/** What was found. */
export class TracedSearchDto {
  /** Passages wanted. @example 6 */
  topK: number;
  /** What became of the vector half: `late` and `failed` left keywords alone; `off`: the bot has no vectors. */
  @ApiProperty({ enum: ['used', 'late', 'failed', 'off'] })
  vectors: 'used' | 'late' | 'failed' | 'off';
  /** Share of the vector half in the scores, 0..1. @example 0.5 */
  vectorShare: number;
  /** Of all; the list holds the best of them. @example 64 */
  candidateCount: number;
  candidates: TracedCandidateDto[];
}

/** A piece of what the model was told. */
export class PromptPartDto {
  role: 'system' | 'user' | 'assistant';
  @ApiProperty({ enum: PROMPT_PARTS })
  kind: PromptPart['kind'];
  /** Of a passage. */
  index?: number;
  /** null for what was deleted or replaced since. */
  text: string | null;
}

/** Which model wrote. */
export class TracedModelDto {
  /** The one that the bot is set up with. @example 'gemini:gemini-2.5-flash' */
  asked: string | null;
  /** The one that wrote. @example 'offline' */
  answered: string | null;
  /** Another one took over, since the first one failed. */
  fallback: boolean;
  temperature: number | null;
  maxOutputTokens: number | null;
  /** How the model ended; null when it did not come to an end. @example 'stop' */
  finish: string | null;
  /** It repeated its instructions, which were taken out of the answer. */
  echoed: boolean;
  promptTokens: number | null;
  completionTokens: number | null;
}

/** In milliseconds; null for steps that were not reached. */
export class TraceTimingsDto {
  /** Reading what was said before. */
  history: number | null;
  /** Searching, both halves side by side. */
  search: number | null;
  lexical: number | null;
  vector: number | null;
  /** Writing the prompt. */
  prompt: number | null;
  /** From the start: when the model was called. */
  modelCalled: number | null;
  /** From the start: the first text. */
  firstToken: number | null;
  /** From the start: the end. */
  total: number;
}

/** How an answer came about. */
export class AnswerTraceDto {
  messageId: string;
  conversationId: string;
  createdAt: Date;
  /** @example 'completed' */
  status: 'streaming' | 'completed' | 'stopped' | 'failed';
  answered: boolean | null;
  /** Code of the error of a failed answer. @example 'ai.provider_busy' */
  error: string | null;
  question: TracedQuestionDto;
  /** null when it failed before. */
  search: TracedSearchDto | null;
  /** null when it failed before. Models that work on passages directly, as `offline` does, do not read it. */
  prompt: PromptPartDto[] | null;
  model: TracedModelDto;
  timings: TraceTimingsDto;

  static from({ turn, trace, candidates, prompt }: TraceView): AnswerTraceDto {
    const { answer, question } = turn;
    const { search, model } = trace;
    const cited = new Set(answer.citations.map(({ chunkId }) => chunkId));
    return {
      messageId: answer.id,
      conversationId: turn.conversationId,
      createdAt: answer.createdAt,
      status: answer.status,
      answered: answer.answered,
      error: answer.error?.code ?? null,
      question: {
        text: question.content,
        language: search?.language ?? null,
        followUp: search?.followUp ?? false,
        identifiers: search?.identifiers ?? false,
        words: search?.words ?? [],
      },
      search: search && {
        topK: search.topK,
        vectors: search.vectors,
        vectorShare: search.vectorShare,
        candidateCount: search.candidateCount,
        candidates: candidates.map((candidate) => TracedCandidateDto.from(candidate, cited)),
      },
      prompt,
      model: {
        ...model,
        fallback: model.asked !== model.answered,
        promptTokens: answer.usage?.promptTokens ?? null,
        completionTokens: answer.usage?.completionTokens ?? null,
      },
      timings: trace.timings,
    };
  }
}
