/** Addresses that stand for the numbers in brackets; they never leave the page. */
const ADDRESS = /^#citation-(\d+)$/;

/** `[1]` becomes a link of its own, unless it is one already or stands in code. */
export function withCitationLinks(markdown: string): string {
  return markdown
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/)
    .map((part, index) => (index % 2 ? part : part.replace(/\[(\d{1,3})\](?!\()/g, '[$1](#citation-$1)')))
    .join('');
}

/** The number of the citation that a link made by `withCitationLinks` stands for. */
export function citationNumber(address: string): number | undefined {
  const [, number] = ADDRESS.exec(address) ?? [];
  return number === undefined ? undefined : Number(number);
}
