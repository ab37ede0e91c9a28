import { setImmediate as nextTick } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

import { type ChatChunk, ChatModel, type ChatRequest, type FinishReason } from '../../../ai/index.js';
import { DomainError } from '../../../kernel/domain-error.js';
import type { Draft } from './draft.js';

export type Finish = Extract<ChatChunk, { type: 'finish' }>;

/** Longest wait for the first text, and longest silence within the answer. */
export const SILENCE_MS = 30_000;
/** A model that has everything at hand would keep the event loop to itself; other work gets a turn in between. */
const CHUNKS_PER_TICK = 256;

/** Endings that are no answer. */
const UNUSABLE: Partial<Record<FinishReason, string>> = {
  prompt_blocked: 'chat.question_blocked',
  safety: 'chat.answer_blocked',
  recitation: 'chat.answer_recitation',
  malformed: 'chat.answer_malformed',
  // Nothing was offered that could be called.
  tool_calls: 'chat.answer_malformed',
  other: 'chat.answer_incomplete',
};

@Injectable()
export class GenerateStep {
  /**
   * Lets the model write into the draft and returns how it finished. Whatever it does, this ends soon after the
   * control aborts, after silence, or when the draft is full. Throws the model's `DomainError`, the reason of the
   * abort, `ai.provider_timeout` after silence, `ai.stream_interrupted` without a finish, `chat.empty_answer`, `chat.output_limit`
   * and the codes above for endings that are no answer.
   */
  async run(model: ChatModel, request: ChatRequest, draft: Draft, control: AbortController): Promise<Finish> {
    const silence = setTimeout(
      () => control.abort(new DomainError('ai.provider_timeout', 'timeout')),
      SILENCE_MS,
    );
    const aborted = rejection(control.signal);
    try {
      const finish = await Promise.race([
        this.read(model, request, draft, control, silence),
        aborted.promise,
      ]);
      draft.close();
      return usable(finish, draft, request.fallbackMessage);
    } finally {
      clearTimeout(silence);
      aborted.forget();
    }
  }

  private async read(
    model: ChatModel,
    request: ChatRequest,
    draft: Draft,
    control: AbortController,
    silence: NodeJS.Timeout,
  ): Promise<Finish | undefined> {
    const { signal } = control;
    let chunks = 0;
    for await (const chunk of model.stream(request, signal)) {
      if (signal.aborted) return undefined;
      silence.refresh();
      draft.begun ||= chunk.type !== 'model';
      if (chunk.type === 'finish') {
        draft.usage = chunk.usage;
        return chunk;
      }
      if (chunk.type === 'model') draft.writtenBy = chunk.id;
      if (chunk.type !== 'text') continue;
      draft.add(chunk.text);
      if (draft.recites) throw new DomainError('chat.answer_blocked', 'unavailable');
      if (draft.full) return { type: 'finish', reason: 'length' };
      if (++chunks % CHUNKS_PER_TICK === 0) await nextTick();
    }
    return undefined;
  }
}

function usable(finish: Finish | undefined, draft: Draft, fallbackMessage: string): Finish {
  if (!finish) throw new DomainError('ai.stream_interrupted', 'unavailable');
  const code = UNUSABLE[finish.reason];
  if (code) throw new DomainError(code, 'unavailable');
  // A model that says no and no more has said what is to be said.
  if (draft.content.trim() === '' && draft.answered === false) {
    draft.add(fallbackMessage);
    draft.close();
  }
  const text = draft.content.trim();
  if (text === '') {
    // Models that reason may have spent all they were given on it.
    throw new DomainError(
      finish.reason === 'length' ? 'chat.output_limit' : 'chat.empty_answer',
      'unavailable',
    );
  }
  const said = finish.answered ?? draft.answered;
  return { ...finish, answered: said ?? (text === fallbackMessage.trim() ? false : undefined) };
}

/** A promise that rejects when the signal aborts, for models that do not notice it. */
function rejection(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  let forget = () => {};
  const promise = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    forget = () => signal.removeEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, forget };
}
