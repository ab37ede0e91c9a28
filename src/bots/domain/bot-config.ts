/** How a bot answers. Every field has a default, so that a bot works from the moment it has a name. */
export interface BotConfig {
  /** The owner's instructions to the model, on top of the platform's rules about sources. */
  systemPrompt: string;
  /** Id of a chat model, as `gemini:...` or `offline`; null takes the platform's default. */
  model: string | null;
  /** 0 (always the likeliest word) to 2. */
  temperature: number;
  /** Longest answer, in tokens. */
  maxOutputTokens: number;
  /** `rag` answers from one search; `react` lets the model search and act in several steps. */
  agentType: 'rag' | 'react';
  /** Language of answers as a BCP 47 tag, or `auto` for the language of each question. */
  language: string;
  /** Passages given to the model for one answer. */
  topK: number;
  /** How much likeness of meaning counts beside words when passages are looked for, 0 (words alone) to 1. */
  vectorWeight: number;
  /** Said when the documents do not hold the answer. */
  fallbackMessage: string;
  /** First thing a visitor reads. */
  welcomeMessage: string;
  /** Offered to a visitor who has not asked anything yet. */
  suggestedQuestions: string[];
}

export const DEFAULT_BOT_CONFIG: Readonly<BotConfig> = {
  systemPrompt: 'You are a friendly and precise assistant. Answer briefly, in plain words.',
  model: null,
  temperature: 0.2,
  maxOutputTokens: 1_024,
  agentType: 'rag',
  language: 'auto',
  topK: 6,
  // The best over the collections it was measured on; see docs/retrieval.md.
  vectorWeight: 0.5,
  fallbackMessage: 'I could not find an answer to that in the documents I have.',
  welcomeMessage: 'Hello! What would you like to know?',
  suggestedQuestions: [],
};

/** What a client may send, field by field. */
export const BOT_LIMITS = {
  name: 120,
  description: 1_000,
  systemPrompt: 8_000,
  message: 1_000,
  temperature: { min: 0, max: 2 },
  maxOutputTokens: { min: 16, max: 8_192 },
  topK: { min: 1, max: 20 },
  vectorWeight: { min: 0, max: 1 },
  suggestedQuestions: 8,
  suggestedQuestion: 200,
} as const;

/** `changes` over `base`; fields that are left out or undefined stay as they are. */
export function mergeConfig(base: Readonly<BotConfig>, changes: Partial<BotConfig>): BotConfig {
  const given = Object.entries(changes).filter(
    ([key, value]) => key in DEFAULT_BOT_CONFIG && value !== undefined,
  );
  return { ...base, ...(Object.fromEntries(given) as Partial<BotConfig>) };
}
