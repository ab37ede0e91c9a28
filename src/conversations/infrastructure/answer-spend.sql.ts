/** Rows of a bot's day and model, so that answers that end at once rarely meet on one; few, since they are summed up. */
const SLOTS = 8;

export function spendSlot(): number {
  return Math.floor(Math.random() * SLOTS);
}

/**
 * Counts what an answer cost, as a statement or a part of one. `source` selects workspace, bot, day, slot, model, both
 * counts of tokens, the cost (NULL: not known), whether the tokens are estimated, and 1 for an answer, 0 for other work;
 * one row or none.
 */
export function spending(source: string): string {
  return `INSERT INTO answer_spend AS spend (workspace_id, bot_id, day, slot, model, answers, estimated_answers,
            unpriced_answers, prompt_tokens, completion_tokens, cost_micros)
    SELECT s.workspace_id, s.bot_id, s.day, s.slot, s.model, s.answers, s.answers * s.estimated::int,
           s.answers * (s.cost_micros IS NULL)::int,
           s.prompt_tokens, s.completion_tokens, COALESCE(s.cost_micros, 0)
    FROM (${source}) AS s (workspace_id, bot_id, day, slot, model, prompt_tokens, completion_tokens, cost_micros,
                           estimated, answers)
    ON CONFLICT (bot_id, day, model, slot) DO UPDATE SET
      answers = spend.answers + excluded.answers,
      estimated_answers = spend.estimated_answers + excluded.estimated_answers,
      unpriced_answers = spend.unpriced_answers + excluded.unpriced_answers,
      prompt_tokens = spend.prompt_tokens + excluded.prompt_tokens,
      completion_tokens = spend.completion_tokens + excluded.completion_tokens,
      cost_micros = spend.cost_micros + excluded.cost_micros`;
}
