const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the reader's calendar in an address, such as 2026-11-21; undefined for anything else. */
export function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && DAY.test(value) && startOf(value) ? value : undefined;
}

/** Midnight at the reader's, `later` days after; undefined for what is no day, such as February 30. */
export function startOf(day: string | undefined, later = 0): Date | undefined {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  const given = new Date(year, month - 1, date);
  if (given.getFullYear() !== year || given.getMonth() !== month - 1) return undefined;
  return new Date(year, month - 1, date + later);
}
