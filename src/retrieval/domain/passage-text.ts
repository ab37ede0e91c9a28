/** What of a passage is embedded: the same text whenever that happens. */
export function passageText({ heading, content }: { heading: string[]; content: string }): string {
  return [...heading, content].join('\n');
}
