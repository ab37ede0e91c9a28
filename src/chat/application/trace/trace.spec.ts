import { DEFAULT_BOT_CONFIG } from '../../../bots/index.js';
import type { SearchExplanation } from '../../../retrieval/index.js';
import { NO_SUMMARY } from '../../domain/history-summary.js';
import { traceOf } from './trace-of.js';
import { viewOf } from './trace-view.js';
import type { TurnTrail } from './turn-trail.js';

const explanation: SearchExplanation = {
  language: 'en',
  words: [{ text: 'leave', weight: 1, known: true }],
  followUp: false,
  identifiers: false,
  vectors: 'late',
  vectorShare: 0,
  candidates: [
    { chunkId: 'one', score: 1, lexicalRank: 1, lexicalScore: 3, fate: 'taken' },
    { chunkId: 'two', score: 0.9, lexicalRank: 2, lexicalScore: 2, fate: 'taken' },
    { chunkId: 'three', score: 0.8, lexicalRank: 3, lexicalScore: 1, fate: 'duplicate' },
  ],
  candidateCount: 3,
  lexicalMs: 4,
  vectorMs: 1500,
};
const passage = { index: 1, title: 'Handbook', content: 'PASSAGE TEXT', score: 1 };
const past = {
  question: 'EARLIER QUESTION',
  answer: 'EARLIER ANSWER',
  questionId: 'q',
  answerId: 'a',
  seq: 7,
};

function trailOf(more: object = {}): TurnTrail {
  return {
    turn: { question: { content: 'QUESTION', seq: 9 }, answer: { id: 'answer', citations: [] } },
    began: 1_000,
    bot: { config: { ...DEFAULT_BOT_CONFIG, systemPrompt: 'INSTRUCTIONS' } },
    modelId: 'openai:one',
    findings: {
      past: [past],
      history: [past],
      summary: { throughSeq: 5, text: 'SUMMARY TEXT' },
      passages: [passage],
      sources: [{ index: 1, chunkId: 'one' }],
      found: { explain: () => explanation },
      historyMs: 2.04,
      searchMs: 1500.06,
    },
    request: { temperature: 0.2, maxOutputTokens: 100 },
    promptBegan: 2_510,
    modelCalled: 2_511,
    draft: { writtenBy: 'offline', firstTokenMs: 1_700, echoed: true },
    finish: { type: 'finish', reason: 'length' },
    ended: 3_000,
    ...more,
  } as unknown as TurnTrail;
}

describe('traceOf', () => {
  it('tells steps, models and what became of the search', () => {
    expect(traceOf(trailOf())).toMatchObject({
      search: { vectors: 'late', topK: 6, candidateCount: 3 },
      model: { asked: 'openai:one', answered: 'offline', finish: 'length', echoed: true },
      timings: {
        history: 2,
        search: 1500.1,
        lexical: 4,
        vector: 1500,
        prompt: 1,
        modelCalled: 1511,
        firstToken: 1700,
        total: 2000,
      },
    });
  });

  it('tells passages that no longer fitted from those that were given', () => {
    expect(traceOf(trailOf()).search!.candidates).toMatchObject([
      { chunkId: 'one', index: 1, fate: 'taken' },
      { chunkId: 'two', index: undefined, fate: 'budget' },
      { chunkId: 'three', fate: 'duplicate' },
    ]);
  });

  it('keeps no text of documents, messages or the summary', () => {
    const stored = JSON.stringify(traceOf(trailOf()));
    expect(stored).toContain('INSTRUCTIONS');
    expect(stored).not.toMatch(/PASSAGE TEXT|EARLIER|SUMMARY TEXT|QUESTION|Handbook/);
  });

  it('is there for what was not reached, too', () => {
    const failed = {
      findings: undefined,
      request: undefined,
      modelCalled: undefined,
      promptBegan: undefined,
    };
    const trace = traceOf(trailOf({ ...failed, bot: undefined, draft: undefined, finish: undefined }));
    expect(trace).toMatchObject({ search: null, prompt: null });
    expect(trace.timings).toMatchObject({ search: null, firstToken: null, total: 2000 });
    expect(
      viewOf({ turn: trailOf().turn as never, trace, chunks: new Map(), contents: new Map() }),
    ).toMatchObject({
      candidates: [],
      prompt: null,
    });
  });
});

describe('viewOf', () => {
  const trace = traceOf(trailOf());
  const chunk = {
    documentId: 'd',
    title: 'Handbook',
    page: null,
    heading: ['Leave'],
    content: ' PASSAGE TEXT ',
  };
  const view = (more: object = {}) =>
    viewOf({
      turn: trailOf().turn as never,
      trace,
      chunks: new Map([['one', chunk as never]]),
      contents: new Map([
        ['q', 'EARLIER QUESTION'],
        ['a', 'EARLIER ANSWER [1]'],
      ]),
      summary: { throughSeq: 5, text: 'SUMMARY TEXT' },
      ...more,
    });
  const parts = (of = view()) => of.prompt!.map(({ kind, text }) => [kind, text]);

  it('fills in what is there', () => {
    expect(view().candidates[0].passage).toMatchObject({ title: 'Handbook', snippet: 'PASSAGE TEXT' });
    expect(parts().map(([kind]) => kind)).toEqual([
      'instructions',
      'rules',
      'summary',
      'passages',
      'passage',
      'passages',
      'signal',
      'earlier_question',
      'earlier_answer',
      'question',
    ]);
    expect(parts()).toContainEqual(['summary', '<summary>\nSUMMARY TEXT\n</summary>']);
    expect(parts()).toContainEqual(['earlier_answer', 'EARLIER ANSWER']);
  });

  it.each([
    ['a passage', { chunks: new Map() }, ['passage', null]],
    ['a message', { contents: new Map() }, ['earlier_question', null]],
    ['a summary that was written anew', { summary: { throughSeq: 15, text: 'NEWER' } }, ['summary', null]],
    ['a summary', { summary: undefined }, ['summary', null]],
  ])('says so where %s is gone', (_, more, part) => {
    expect(parts(view(more))).toContainEqual(part);
    expect(JSON.stringify(view(more))).not.toContain('NEWER');
  });

  it('has no summary where there was none', () => {
    const plain = trailOf();
    plain.findings!.summary = NO_SUMMARY;
    expect(parts(view({ trace: traceOf(plain) })).map(([kind]) => kind)).not.toContain('summary');
  });
});
