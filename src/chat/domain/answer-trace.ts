import type { PromptSection } from './prompt.js';

/** Why a passage that was found got into the prompt or not; `budget`: there was no room left for it. */
export const PASSAGE_FATES = ['taken', 'duplicate', 'document_share', 'top_k', 'budget', 'gone'] as const;
export type PassageFate = (typeof PASSAGE_FATES)[number];

/** A passage that was found: names and numbers, never its text. */
export interface TracedCandidate {
  chunkId: string;
  /** The `n` of `[n]`, for passages that the model got. */
  index?: number;
  score: number;
  lexicalRank?: number;
  lexicalScore?: number;
  vectorRank?: number;
  vectorScore?: number;
  fate: PassageFate;
}

/** An earlier exchange in the prompt, by the ids of its messages. */
export interface TracedExchange {
  questionId: string;
  answerId: string;
}

/**
 * How an answer came about, as it is stored. What documents and people have said stands in it by reference alone, and is
 * filled in when it is read: what was deleted meanwhile is gone from here as well. No key or address of a provider is
 * ever part of it.
 */
export interface AnswerTrace {
  version: 1;
  search: {
    language: string;
    words: { text: string; weight: number; takenFor?: string; known: boolean }[];
    followUp: boolean;
    identifiers: boolean;
    vectors: 'used' | 'late' | 'failed' | 'off';
    vectorShare: number;
    topK: number;
    candidates: TracedCandidate[];
    candidateCount: number;
  } | null;
  prompt: {
    /** Parts of the system prompt in their order; `text` is null where it is made of passages or of the summary. */
    system: { kind: PromptSection; text: string | null }[];
    /** Last question that the summary covers, by its place in the conversation; null without a summary. */
    summarisedTo: number | null;
    history: TracedExchange[];
  } | null;
  model: {
    /** The one that the bot is set up with. */
    asked: string | null;
    /** The one that wrote, or was to. */
    answered: string | null;
    temperature: number | null;
    maxOutputTokens: number | null;
    /** How it ended, in the model's own words; null when it did not come to an end. */
    finish: string | null;
    /** It repeated its instructions, which were taken out. */
    echoed: boolean;
  };
  /** Milliseconds; null for steps that were not reached. */
  timings: {
    history: number | null;
    /** Of which the halves ran side by side. */
    search: number | null;
    lexical: number | null;
    vector: number | null;
    prompt: number | null;
    /** From here on from the start of the turn. */
    modelCalled: number | null;
    firstToken: number | null;
    total: number;
  };
}
