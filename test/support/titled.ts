const LONGEST = 80;

/** Cases for `it.each` with a short title in front: `it.each(titled<[object]>([[{ a: 1 }]]))('%s', (_, body) => ...)`. */
export function titled<T extends unknown[]>(cases: T[]): [title: string, ...T][] {
  return cases.map((values) => [brief(JSON.stringify(values[0])), ...values]);
}

function brief(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
