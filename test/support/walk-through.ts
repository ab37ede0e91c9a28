/** A document of commands and their answers, as a program reads it: sh fences, `Answer` lines and json fences. */
export interface Step {
  /** The heading it stands under, and which command of that section it is: "One invitation, 2". */
  title: string;
  /** Without `-i`: method, URL, headers and body, with the names of variables still in them. */
  command: string;
  status: number;
  /** What the answer shows; undefined where there is no body. */
  shown?: unknown;
  /** Variables that are set afterwards. */
  kept: Assignment[];
}

/** `NAME=example # where it comes from`. */
export interface Assignment {
  name: string;
  from: { field: string } | { mail: string; to: string };
}

export interface HttpCall {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export type Variables = ReadonlyMap<string, string>;

const PART = /^## (.+)$|^Answer `(\d{3})`[.:]$|^```(\w+)\n([\s\S]*?)^```$/gm;

/** The steps of a document. Throws at a command that nothing answers, or an answer that nothing asked for. */
export function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  let heading = '';
  let number = 0;
  let open: Omit<Step, 'status'> | undefined;
  for (const part of markdown.matchAll(PART)) {
    const [text, title, status, language, content] = part;
    if (title) {
      heading = title;
      number = 0;
    } else if (status) {
      if (!open) throw new Error(`nothing was asked before: ${text} (${heading})`);
      steps.push({ ...open, status: Number(status) });
      open = undefined;
    } else if (language === 'json') {
      const last = steps.at(-1);
      if (!last || open || last.shown !== undefined) throw new Error(`an answer to nothing: ${content}`);
      last.shown = JSON.parse(content);
    } else if (content.startsWith('curl ')) {
      if (open) throw new Error(`no answer to: ${open.command}`);
      open = { title: `${heading}, ${++number}`, command: content.trim(), kept: [] };
    } else if (language === 'sh') {
      const kept = content.trim().split('\n').map(assignment);
      // What stands before the first command is said to the reader: where the server is.
      steps.at(-1)?.kept.push(...kept.filter((one) => one !== undefined));
    }
  }
  if (open) throw new Error(`no answer to: ${open.command}`);
  return steps;
}

function assignment(line: string): Assignment | undefined {
  const [, name, source] = /^(\w+)=\S+(?: # (.+))?$/.exec(line) ?? [];
  if (!name) throw new Error(`neither curl nor a variable: ${line}`);
  if (!source) return undefined;
  const [, mail, to] = /^token in the mail "([\w-]+)" to (\S+)$/.exec(source) ?? [];
  return { name, from: mail ? { mail, to } : { field: source } };
}

/** What curl would send. Knows the options that the document uses, and throws at others. */
export function httpCall(command: string, variables: Variables): HttpCall {
  const [program, ...words] = shellWords(command, variables);
  if (program !== 'curl') throw new Error(`not curl: ${command}`);
  const call: HttpCall = { method: '', url: '', headers: {} };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === '-i') continue;
    if (word === '-X') call.method = words[++at];
    else if (word === '-A') call.headers['User-Agent'] = words[++at];
    else if (word === '-d') call.body = words[++at];
    else if (word === '-H') {
      const [, name, value] = /^([\w-]+): (.*)$/.exec(words[++at])!;
      call.headers[name] = value;
    } else if (word.startsWith('-') || call.url) throw new Error(`what is ${word} in: ${command}`);
    else call.url = word;
  }
  call.method ||= call.body === undefined ? 'GET' : 'POST';
  return call;
}

/** Words as a POSIX shell makes them of quotes, variables and lines that go on; nothing else is understood. */
export function shellWords(text: string, variables: Variables): string[] {
  const value = (name: string) => {
    const found = variables.get(name);
    if (found === undefined) throw new Error(`$${name} was not set before: ${text}`);
    return found;
  };
  const filled = (part: string) => part.replace(/\$(\w+)/g, (_, name: string) => value(name));
  const piece = /\\\n|'([^']*)'|"([^"]*)"|([^\s'"\\]+)|(\s+)/gy;
  const words: string[] = [];
  let word: string | undefined;
  let end = 0;
  for (const match of text.matchAll(piece)) {
    const [all, literal, quoted, bare, blank] = match;
    end += all.length;
    if (blank !== undefined || all === '\\\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + (literal ?? filled(quoted ?? bare));
    }
  }
  if (end !== text.length) throw new Error(`not understood from: ${text.slice(end)}`);
  return word === undefined ? words : [...words, word];
}

/** Where an answer is not what the document shows. The document may leave fields out, but no items of lists. */
export function differences(shown: unknown, got: unknown, variables: Variables, path = ''): string[] {
  const at = path || 'the answer';
  if (Array.isArray(shown)) {
    if (!Array.isArray(got)) return [`${at} is no list`];
    if (got.length !== shown.length) return [`${at} has ${got.length} items instead of ${shown.length}`];
    return shown.flatMap((item, index) => differences(item, got[index], variables, `${path}[${index}]`));
  }
  if (typeof shown === 'object' && shown !== null) {
    if (typeof got !== 'object' || got === null) return [`${at} is no object`];
    return Object.entries(shown).flatMap(([key, value]) =>
      differences(value, (got as Record<string, unknown>)[key], variables, path ? `${path}.${key}` : key),
    );
  }
  const wanted = typeof shown === 'string' && shown.startsWith('$') ? variables.get(shown.slice(1)) : shown;
  if (wanted === undefined) return [`${at} names ${JSON.stringify(shown)}, which was not set before`];
  const alike =
    typeof wanted === 'string' && wanted.endsWith('…')
      ? typeof got === 'string' && got.startsWith(wanted.slice(0, -1)) && got.length >= wanted.length
      : got === wanted;
  return alike ? [] : [`${at} is ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`];
}

/** `user.id`, `items.0.id` of an answer. */
export function fieldOf(body: unknown, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
  if (typeof found !== 'string') throw new Error(`no text at ${path} of ${JSON.stringify(body)}`);
  return found;
}
