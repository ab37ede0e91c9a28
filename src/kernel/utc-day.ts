/** A day of the calendar in UTC, as `2026-11-21`: sorts as text, and is what a `date` column takes. */
export type UtcDay = string;

const DAY_MS = 86_400_000;

export function utcDay(at: Date): UtcDay {
  return at.toISOString().slice(0, 10);
}

/** Its first moment. */
export function startOf(day: UtcDay): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

export function dayAfter(day: UtcDay): UtcDay {
  return utcDay(new Date(startOf(day).getTime() + DAY_MS));
}

export function firstOfMonth(day: UtcDay): UtcDay {
  return `${day.slice(0, 7)}-01`;
}

export function firstOfNextMonth(day: UtcDay): UtcDay {
  const [year, month] = day.split('-').map(Number);
  return utcDay(new Date(Date.UTC(year, month, 1)));
}

/** How many days lie between two, both included. */
export function daysBetween(from: UtcDay, to: UtcDay): number {
  return Math.round((startOf(to).getTime() - startOf(from).getTime()) / DAY_MS) + 1;
}

/** Whether the text is a day that exists. */
export function isUtcDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = startOf(text);
  return !Number.isNaN(at.getTime()) && utcDay(at) === text;
}
