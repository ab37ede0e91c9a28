import type { StoredTurn } from '../../../conversations/index.js';
import type { PublishedChunk } from '../../../retrieval/index.js';
import type { AnswerTrace, TracedCandidate } from '../../domain/answer-trace.js';
import { withoutCitations } from '../../domain/citation-filter.js';
import { cut } from '../../domain/cut.js';
import { shortAnswer } from '../../domain/history-budget.js';
import type { HistorySummary } from '../../domain/history-summary.js';
import { inert } from '../../domain/inert.js';
import { fencedPassage, fencedSummary } from '../../domain/prompt.js';

/** What the model was told, piece by piece, in the order in which it was told. */
export const PROMPT_PARTS = [
  'instructions',
  'rules',
  'summary',
  'passages',
  'passage',
  'signal',
  'earlier_question',
  'earlier_answer',
  'question',
] as const;

export interface PromptPart {
  role: 'system' | 'user' | 'assistant';
  kind: (typeof PROMPT_PARTS)[number];
  /** Of a passage, as in `[1]`. */
  index?: number;
  /** null for what was deleted or replaced since. */
  text: string | null;
}

export interface ViewedCandidate extends TracedCandidate {
  /** undefined when it was deleted or replaced since. */
  passage?: Pick<PublishedChunk, 'documentId' | 'title' | 'page' | 'heading'> & { snippet: string };
}

/** How an answer came about, with the texts that are there now. */
export interface TraceView {
  turn: StoredTurn;
  trace: AnswerTrace;
  candidates: ViewedCandidate[];
  /** null when the turn did not come to asking a model. */
  prompt: PromptPart[] | null;
}

export interface Viewed {
  turn: StoredTurn;
  trace: AnswerTrace;
  /** What is there now, by id. */
  chunks: ReadonlyMap<string, PublishedChunk>;
  contents: ReadonlyMap<string, string>;
  summary?: HistorySummary;
}

/** As far as earlier questions are told to a model, see `ExchangeLog.past`. */
const LONGEST_QUESTION = 4_000;

export function viewOf(viewed: Viewed): TraceView {
  const { turn, trace, chunks } = viewed;
  const candidates = (trace.search?.candidates ?? []).map((candidate) => {
    const chunk = chunks.get(candidate.chunkId);
    return chunk ? { ...candidate, passage: passageOf(chunk) } : candidate;
  });
  return { turn, trace, candidates, prompt: trace.prompt && promptOf(viewed, trace.prompt) };
}

function passageOf({
  documentId,
  title,
  page,
  heading,
  content,
}: PublishedChunk): ViewedCandidate['passage'] {
  return { documentId, title, page, heading, snippet: cut(content.trim()) };
}

function promptOf(viewed: Viewed, prompt: NonNullable<AnswerTrace['prompt']>): PromptPart[] {
  const { contents, turn } = viewed;
  const system = prompt.system.flatMap(({ kind, text }): PromptPart[] => {
    if (kind === 'passages') return passagesOf(viewed);
    return [{ role: 'system', kind, text: kind === 'summary' ? summaryOf(viewed, prompt) : text }];
  });
  const history = prompt.history.flatMap(({ questionId, answerId }): PromptPart[] => {
    const [question, answer] = [contents.get(questionId), contents.get(answerId)];
    return [
      {
        role: 'user',
        kind: 'earlier_question',
        text: filled(question, (text) => inert(text.slice(0, LONGEST_QUESTION))),
      },
      {
        role: 'assistant',
        kind: 'earlier_answer',
        text: filled(answer, (text) => withoutCitations(shortAnswer(text))),
      },
    ];
  });
  return [...system, ...history, { role: 'user', kind: 'question', text: inert(turn.question.content) }];
}

function passagesOf({ trace, chunks }: Viewed): PromptPart[] {
  const given = (trace.search?.candidates ?? []).filter(({ index }) => index !== undefined);
  const passages = given
    .sort((a, b) => a.index! - b.index!)
    .map(({ chunkId, index }): PromptPart => {
      const text = filled(chunks.get(chunkId), ({ title, heading, page, content }) =>
        fencedPassage({
          index: index!,
          title,
          heading: heading.length > 0 ? heading.join(' › ') : undefined,
          page: page ?? undefined,
          content,
        }),
      );
      return { role: 'system', kind: 'passage', index, text };
    });
  const fence = (text: string): PromptPart => ({ role: 'system', kind: 'passages', text });
  return [fence('<passages>'), ...passages, fence('</passages>')];
}

/** The summary of then, unless it has been written anew. */
function summaryOf({ summary }: Viewed, { summarisedTo }: NonNullable<AnswerTrace['prompt']>): string | null {
  return summary && summary.throughSeq === summarisedTo ? fencedSummary(summary.text) : null;
}

function filled<T>(found: T | undefined, write: (found: T) => string): string | null {
  return found === undefined ? null : write(found);
}
