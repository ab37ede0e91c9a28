/** Whether a statement failed because of this unique index. */
export function violates(error: unknown, uniqueIndex: string): boolean {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return code === '23505' && constraint === uniqueIndex;
}
