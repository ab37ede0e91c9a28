/**
 * For the FROM of a statement that writes to the ledger: one row while the generation $1 is there, and holds it until the
 * transaction ends; none when it is gone.
 */
export const LIVING_GENERATION =
  '(SELECT FROM vector_generations WHERE id = $1 FOR KEY SHARE) AS living_generation';
