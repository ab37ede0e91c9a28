import type { SearchExplanation } from '../../../retrieval/index.js';
import type { AnswerTrace, PassageFate, TracedCandidate } from '../../domain/answer-trace.js';
import { promptSections } from '../../domain/prompt.js';
import { promptOptions } from '../turn/prompt.step.js';
import type { Findings } from '../turn/retrieve.step.js';
import type { TurnTrail } from './turn-trail.js';

/** Of the passages that were found; what the model got is among the first twenty. */
const MOST_CANDIDATES = 50;
/** Sections whose text is that of documents or of people. */
const BY_REFERENCE: ReadonlySet<string> = new Set(['passages', 'summary']);

/** What is kept of a turn. */
export function traceOf(trail: TurnTrail): AnswerTrace {
  const { bot, modelId, findings, request, draft, finish } = trail;
  const explained = findings?.found.explain(MOST_CANDIDATES);
  return {
    version: 1,
    search: explained && bot ? searchOf(explained, findings!, bot.config.topK) : null,
    prompt: findings && bot && request ? promptOf(trail, findings) : null,
    model: {
      asked: modelId ?? null,
      answered: draft?.writtenBy ?? modelId ?? null,
      temperature: request?.temperature ?? null,
      maxOutputTokens: request?.maxOutputTokens ?? null,
      finish: finish?.reason ?? null,
      echoed: draft?.echoed ?? false,
    },
    timings: timingsOf(trail, explained),
  };
}

function searchOf(
  { candidates, ...explained }: SearchExplanation,
  { sources }: Findings,
  topK: number,
): AnswerTrace['search'] {
  const { language, words, followUp, identifiers, vectors, vectorShare, candidateCount } = explained;
  const places = new Map(sources.map(({ chunkId, index }) => [chunkId, index]));
  return {
    language,
    words,
    followUp,
    identifiers,
    vectors,
    vectorShare,
    topK,
    candidateCount,
    candidates: candidates.map(({ fate, ...candidate }): TracedCandidate => {
      const index = places.get(candidate.chunkId);
      const cut: PassageFate = fate === 'taken' && index === undefined ? 'budget' : fate;
      return { ...candidate, index, fate: cut };
    }),
  };
}

function promptOf({ bot }: TurnTrail, findings: Findings): AnswerTrace['prompt'] {
  const { summary, history } = findings;
  return {
    system: promptSections(promptOptions(bot!, findings)).map(({ kind, text }) => ({
      kind,
      text: BY_REFERENCE.has(kind) ? null : text,
    })),
    summarisedTo: summary.text === '' ? null : summary.throughSeq,
    history: history.map(({ questionId, answerId }) => ({ questionId, answerId })),
  };
}

function timingsOf(trail: TurnTrail, explained: SearchExplanation | undefined): AnswerTrace['timings'] {
  const { began, ended, findings, promptBegan, modelCalled, draft } = trail;
  return {
    history: findings ? rounded(findings.historyMs) : null,
    search: findings ? rounded(findings.searchMs) : null,
    lexical: explained?.lexicalMs ?? null,
    vector: explained && explained.vectors !== 'off' ? explained.vectorMs : null,
    prompt:
      promptBegan !== undefined && modelCalled !== undefined ? rounded(modelCalled - promptBegan) : null,
    modelCalled: modelCalled === undefined ? null : rounded(modelCalled - began),
    firstToken: draft?.firstTokenMs ?? null,
    total: rounded(ended - began),
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
