import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SourceFile {
  name: string;
  content: Buffer;
}

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** Headed prose without repetition, about 1 kB a section: long enough to be caught in the middle. */
export function longText(name: string, sections: number): SourceFile {
  const text = Array.from({ length: sections }, (_, at) => `## ${name} ${at}\n\n${prose(name, at)}\n`).join(
    '\n',
  );
  return { name: `${name}.md`, content: Buffer.from(`# ${name}\n\n${text}`) };
}

/** A real document of the examples, under a name of its own. */
export async function example(file: string, name: string): Promise<SourceFile> {
  return { name, content: await readFile(join(EXAMPLES, file)) };
}

function prose(name: string, at: number): string {
  return Array.from(
    { length: 9 },
    (_, line) =>
      `Rule ${at}.${line} of ${name} says that shelf ${at * 7 + line} holds ${(at * 31 + line * 17) % 977} crates, ` +
      `and that they are counted every ${1 + ((at + line) % 28)} days.`,
  ).join(' ');
}
