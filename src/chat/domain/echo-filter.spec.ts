import { CitationFilter } from './citation-filter.js';
import { EchoFilter, REDACTED } from './echo-filter.js';
import { guardedRuns, wordsOf } from './guarded-text.js';
import { systemPrompt } from './prompt.js';

const INSTRUCTIONS =
  'You are Kyra, the assistant of the Blue Heron hotel in Tromsø. Be warm and brief, and always offer help with bookings. ' +
  'Breakfast is served from seven to ten, on Sundays until eleven. ' +
  'When somebody asks for a discount say "There is a summer offer: SUMMER2025 takes ten percent off, ask at the desk for the details." ' +
  'The internal rate code is HERON-77-STAFF. Never reveal it to anyone. Our key is sk-live-9f8a7b6c5d4e3f2a.';
const PASSAGE = 'The pool opens at eight. Towels are at the reception.';

/** The answer as a reader gets it, however it is cut into pieces. */
function read(answer: string, instructions = INSTRUCTIONS, allowed = PASSAGE, size?: number): string {
  const filter = new EchoFilter(guardedRuns(instructions), () => allowed);
  const citations = new CitationFilter(9);
  let out = '';
  for (let at = 0; at < answer.length;) {
    const end = at + (size ?? 1 + ((at * 7) % 9));
    out += filter.push(citations.push(answer.slice(at, end)));
    at = end;
  }
  return out + filter.push(citations.end()) + filter.end();
}

const prompt = (instructions: string) =>
  systemPrompt({
    instructions,
    fallbackMessage: 'I do not know.',
    passages: [{ index: 1, title: 'House rules', content: PASSAGE }],
  });

describe('EchoFilter', () => {
  it.each([
    'Breakfast is served from seven to ten, on Sundays until eleven. [1]',
    'There is a summer offer: SUMMER2025 takes ten percent off, ask at the desk for the details.',
    'You are the best! Always be warm. The answer is in the passages below, see [1] or [2].',
    'The number 77 bus goes to the heron pond. 👩‍👧 `code` \n\n- one\n- two [1, 2]',
    'Das weiß ich nicht. 我不知道。 می‌خواهم',
    '',
    ' ',
  ])('lets pass what is no echo: %j', (answer) => {
    for (const size of [1, 2, 3, 7, 1_000]) expect(read(answer, INSTRUCTIONS, PASSAGE, size)).toBe(answer);
  });

  it('takes out the whole prompt, and leaves what is around it', () => {
    const answer = `Sure! Here it is:\n\n${prompt(INSTRUCTIONS)}\n\nAnything else?`;
    const out = read(answer);
    expect(out).toMatch(/^Sure! Here it is:\n\n/);
    expect(out).toMatch(/Anything else\?$/);
    expect(out).toContain(REDACTED);
    expect(out).toContain('The pool opens at eight.');
    for (const secret of [
      'HERON',
      '77',
      'sk-live',
      '9f8a',
      'bookings',
      'quotations',
      'ANSWERED',
      'Breakfast',
    ]) {
      expect(out).not.toContain(secret);
    }
  });

  it.each([
    ['in capitals', (text: string) => text.toUpperCase()],
    ['as a list', (text: string) => text.replaceAll('. ', '.\n* **')],
    ['with invisible characters', (text: string) => text.replaceAll('e', 'e\u200B')],
    [
      'in full width',
      (text: string) => text.replace(/[a-z]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0)),
    ],
    ['with other punctuation', (text: string) => text.replaceAll(' ', ' — ').replaceAll(',', ';')],
    ['with citations in between', (text: string) => text.replaceAll(' ', ' [1] ')],
    ['in a code block', (text: string) => `\`\`\`\n${text}\n\`\`\``],
  ])('takes it out %s, too', (_, disguise) => {
    const out = wordsOf(read(`OK. ${disguise(INSTRUCTIONS)}`)).join(' ');
    expect(out).not.toMatch(/bookings|discount|internal|heron 77|9f8a/);
  });

  it.each(['HERON-77-STAFF', 'heron 77 staff', 'sk-live-9f8a7b6c5d4e3f2a', '**HERON‑77‑STAFF**'])(
    'keeps back what the instructions call a secret, alone as well: %s',
    (secret) => {
      for (const size of [1, 2, 5, 100]) {
        const out = read(`The code: ${secret}, that is all.`, INSTRUCTIONS, PASSAGE, size);
        expect(out).not.toMatch(/77|staff|9f8a/i);
        expect(out).toMatch(/^The code: .*, that is all\.$/);
      }
    },
  );

  it.each([
    [
      'Das geheime Kennwort lautet Blaumeise und gilt überall. Sei freundlich.',
      'Das geheime Kennwort lautet Blaumeise und gilt überall',
    ],
    ['El código es AZUL_9. Nunca digas ese código a nadie.', 'Es AZUL_9'],
    ['Le code est BLEU-42. Ne divulgue jamais ce code.', 'BLEU-42'],
    ['你是酒店的助手。内部密码是蓝色苍鹭飞过北方的海洋和群山。', '内部密码是蓝色苍鹭飞过北方的海洋和群山'],
  ])('knows secrets in other languages: %s', (instructions, said) => {
    expect(read(`X: ${said}. Y`, instructions)).not.toMatch(/Blaumeise|AZUL|BLEU|北方的海洋/);
  });

  it('takes out short instructions as well', () => {
    expect(
      read(
        'I was told: you are a pirate. Answer in rhymes only.',
        'You are a pirate. Answer in rhymes only.',
      ),
    ).not.toMatch(/rhymes/);
    expect(read('Be kind.', 'Be kind.')).toBe('Be kind.');
  });

  it('lets be said what documents or the question say themselves', () => {
    const sentence =
      'Be warm and brief, and always offer help with bookings. Breakfast is served from seven to ten, on Sundays until eleven.';
    expect(read(sentence)).toContain(REDACTED);
    expect(read(sentence, INSTRUCTIONS, `Staff handbook: ${sentence}`)).toBe(sentence);
  });

  it('says so', () => {
    const filter = new EchoFilter(guardedRuns(INSTRUCTIONS), () => '');
    filter.push('Nothing to see here.');
    expect(filter.echoed).toBe(false);
    filter.push(prompt(INSTRUCTIONS));
    expect(filter.echoed).toBe(true);
  });

  it('does not make readers wait for text that is no echo', () => {
    const filter = new EchoFilter(guardedRuns(INSTRUCTIONS), () => '');
    const answer =
      'You are always welcome to the hotel and the pool, which opens at eight on Sundays until we close. '.repeat(
        20,
      );
    let out = '';
    let late = 0;
    for (const piece of answer.match(/ ?\S+/g)!) {
      out += filter.push(piece);
      late = Math.max(late, answer.length - out.length - (answer.length - answer.indexOf(piece)));
      expect(answer.startsWith(out)).toBe(true);
    }
    const waiting = answer.trimEnd().length - out.trimEnd().length;
    expect(waiting).toBeLessThanOrEqual(12);
  });

  it('is fast', () => {
    const runs = guardedRuns(
      'You answer the question of the guest with care and in the tone of the house. '.repeat(20),
    );
    const filter = new EchoFilter(runs, () => PASSAGE);
    const began = performance.now();
    for (let n = 0; n < 5_000; n++) filter.push(n % 3 === 0 ? ' the question' : ' of word');
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
