import { Injectable, Logger } from '@nestjs/common';

import { BotDirectory } from '../../../bots/index.js';
import { answeredWith, type Turn, type TurnOutcome, unwritten } from '../../../conversations/index.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { toDomainError } from '../../../platform/http/errors/index.js';
import type { TurnWriter } from '../ports/turn-journals.port.js';
import type { TurnTrail } from '../trace/turn-trail.js';
import { AfterwardsStep } from './afterwards.step.js';
import { BillingStep } from './billing.step.js';
import { ChooseModelStep } from './choose-model.step.js';
import { citedSources } from './cited-sources.js';
import { Draft } from './draft.js';
import { echoGuard } from './echo-guard.js';
import { type Finish, GenerateStep } from './generate.step.js';
import { PersistStep } from './persist.step.js';
import { PromptStep } from './prompt.step.js';
import { RetrieveStep } from './retrieve.step.js';
import { TurnAbort } from './turn-abort.js';

/** What is known of an answer while it comes about. */
type Progress = Omit<TurnTrail, 'ended'>;

/** From a stored question to a stored answer. */
@Injectable()
export class ChatTurnPipeline {
  private readonly logger = new Logger('Chat');

  constructor(
    private readonly bots: BotDirectory,
    private readonly choose: ChooseModelStep,
    private readonly retrieve: RetrieveStep,
    private readonly prompt: PromptStep,
    private readonly generate: GenerateStep,
    private readonly billing: BillingStep,
    private readonly persist: PersistStep,
    private readonly afterwards: AfterwardsStep,
  ) {}

  /**
   * Answers one turn. Readers follow along through `writer`, which gets its end once the outcome is stored. Returns
   * how many turns of the conversation are open then, or undefined when another attempt has overtaken this one. A
   * failure of model or retrieval is an outcome; thrown are only a failing database at the end, and `TurnAbort` of
   * the kinds that leave the turn to others.
   */
  async run(turn: Turn, writer: TurnWriter, control: AbortController): Promise<number | undefined> {
    const progress: Progress = { turn, began: performance.now() };
    let outcome: TurnOutcome;
    try {
      const finish = (progress.finish = await this.answer(turn, writer, control, progress));
      outcome = this.completed(progress, finish);
    } catch (error) {
      if (error instanceof TurnAbort && error.why !== 'stopped') {
        const lost = this.written(progress, 'stopped');
        await this.persist.discard(turn, lost);
        this.billing.settle(turn, lost);
        throw error;
      }
      outcome = this.cutShort(turn, progress, error);
    }
    const ended = performance.now();
    const open = await this.persist.run(turn, outcome);
    this.billing.settle(turn, outcome);
    if (open === undefined) return undefined;
    writer.end(answeredWith(turn, outcome));
    this.afterwards.run({ ...progress, ended }, outcome);
    return open;
  }

  private async answer(
    turn: Turn,
    writer: TurnWriter,
    control: AbortController,
    progress: Progress,
  ): Promise<Finish> {
    const bot = await this.bots.peek(turn.botId);
    if (!bot) throw new DomainError('bot.not_found', 'not_found');
    progress.bot = bot;
    const choice = await this.choose.run(bot);
    progress.budget = choice.budget;
    if ('message' in choice) return this.say(choice.message, writer, progress);
    const { model } = choice;
    progress.modelId = model.id;

    const findings = (progress.findings = await this.retrieve.run(turn, bot));
    control.signal.throwIfAborted();
    writer.sources(findings.sources);

    progress.promptBegan = performance.now();
    const request = (progress.request = this.prompt.run(turn, bot, findings));
    progress.modelCalled = performance.now();

    const { began } = progress;
    const draft = (progress.draft = new Draft(
      writer,
      began,
      findings.passages.length,
      request.maxOutputTokens,
      echoGuard(turn, bot, findings),
    ));
    return this.generate.run(model, request, draft, control);
  }

  private say(message: string, writer: TurnWriter, progress: Progress): Finish {
    writer.sources([]);
    writer.text(message);
    progress.said = message;
    return { type: 'finish', reason: 'stop', answered: false };
  }

  private completed(progress: Progress, { answered }: Finish): TurnOutcome {
    return { ...this.written(progress, 'completed'), answered: answered ?? null };
  }

  private cutShort(turn: Turn, progress: Progress, error: unknown): TurnOutcome {
    progress.draft?.close();
    if (error instanceof TurnAbort) return this.written(progress, 'stopped');
    const { code, kind, params } = toDomainError(error);
    // The outcome keeps the code only; a defect has to be found again.
    if (kind === 'internal') this.logger.error({ err: error, messageId: turn.answer.id }, 'answering failed');
    return { ...this.written(progress, 'failed'), error: { code, kind, params } };
  }

  private written(progress: Progress, status: TurnOutcome['status']): TurnOutcome {
    const { began, modelId, said, budget, findings, request, draft } = progress;
    const content = draft?.content ?? said ?? '';
    const model = draft?.writtenBy ?? modelId ?? null;
    return {
      ...unwritten('stopped'),
      status,
      content,
      citations:
        draft && findings ? citedSources(content, draft.cited, findings.sources, findings.passages) : [],
      model,
      budget: budget ?? null,
      ...(model !== null && request && draft && this.billing.run({ model, request, draft }, status)),
      firstTokenMs: draft?.firstTokenMs ?? null,
      latencyMs: Math.round(performance.now() - began),
    };
  }
}
