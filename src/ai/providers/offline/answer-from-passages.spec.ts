import fc from 'fast-check';
import type { ContextPassage } from '../../domain/context-passage.js';
import { answerFromPassages } from './answer-from-passages.js';

const passages = (...list: Partial<ContextPassage>[]): ContextPassage[] =>
  list.map((passage, i) => ({ index: i + 1, title: 'Handbook', content: '', score: 1 - i / 10, ...passage }));

const SHOP = passages(
  {
    heading: 'Delivery',
    content:
      'Delivery\n\nWe ship within two working days. Standard delivery takes 3 to 5 days and costs 4.90 EUR. ' +
      'Orders above 50 EUR are delivered free of charge. We deliver to Germany, Austria and Spain; we do not ship to Switzerland.',
  },
  {
    heading: 'Returns',
    content:
      'You can return any unused item within 30 days. To start a return:\n\n- Log in and choose the order.\n' +
      '- Print the label.\n\nRefunds are paid within 7 days after we receive the goods.',
  },
  { heading: 'Opening hours', content: 'Monday to Friday 9:00-18:00. Closed on public holidays.' },
  { title: 'Prices', content: 'Plan | Price | Users\nBasic | 10 EUR | 1\nPro | 25 EUR | 5' },
  {
    title: 'FAQ',
    content:
      'Q: Do you have a student discount?\nA: Yes, students get 15 % off.\n\nQ: Can I pay by invoice?\nA: Companies only.',
  },
  {
    title: 'Machine',
    content:
      'The red lamp lights up when descaling is due. It goes out after the cycle. Use only the supplied descaler; vinegar damages the seals.',
  },
);

const ask = (question: string, language = 'en', list = SHOP, before?: string) =>
  answerFromPassages(question, list, language, before);

describe('answerFromPassages', () => {
  it.each([
    ['How long does delivery take?', 'Standard delivery takes 3 to 5 days', 1],
    ['Do you ship to Switzerland?', 'we do not ship to Switzerland', 1],
    ['When do I get my refund?', 'Refunds are paid within 7 days', 2],
    ['What are your opening hours?', 'Monday to Friday 9:00-18:00.', 3],
    ['How much is the Pro plan?', 'Plan: Pro; Price: 25 EUR; Users: 5', 4],
    ['Is there a student discount?', 'Yes, students get 15 % off.', 5],
    ['can i pay by invoice', 'Companies only.', 5],
    ['when does the red lamp go out', 'It goes out after the cycle.', 6],
    ['how much does the delivry cost', 'costs 4.90 EUR', 1],
  ])('should quote the sentence that answers %p', (question, quote, index) => {
    const answer = ask(question);
    expect(answer).toContain(quote);
    expect(answer).toContain(`[${index}]`);
  });

  it.each([
    'Do you ship to Canada?',
    'Can I pay with Bitcoin?',
    'What is the wifi password?',
    'Who is the CEO?',
    'What does error E99 mean?',
    'What is the weather in Berlin?',
    'Who won the world cup in 2018?',
    'Hello!',
    'What can you do?',
    '',
    '?!',
  ])('should not answer %p', (question) => expect(ask(question)).toBeUndefined());

  it('should not take a statement for the answer to its opposite', () => {
    const list = passages({ content: 'Autoimmune diseases are caused by disorders of the immune system.' });
    expect(ask('What is caused by disorders of the immune system?', 'en', list)).toContain('Autoimmune');
    expect(ask('What is not caused by disorders of the immune system?', 'en', list)).toBeUndefined();
  });

  it('should bring along the sentence that a pronoun leans on', () => {
    expect(ask('When does the red lamp go out?')).toBe(
      'The red lamp lights up when descaling is due. It goes out after the cycle. [6]',
    );
  });

  it('should quote the steps with the line that leads to them', () => {
    expect(ask('How do I start a return?')).toContain(
      'To start a return:\n- Log in and choose the order.\n- Print the label. [2]',
    );
  });

  it('should answer a follow-up about the subject of the question before', () => {
    expect(ask('and to Spain?', 'en', SHOP, 'How long does delivery take?')).toContain('Austria and Spain');
    expect(ask('and Basic?', 'en', SHOP, 'How much is the Pro plan?')).toContain(
      'Plan: Basic; Price: 10 EUR',
    );
  });

  it.each([
    [
      'es',
      '¿Cuánto cuesta el envio?',
      'El envío cuesta 4,90 euros. La tienda está en Sevilla.',
      'El envío cuesta',
    ],
    ['es', '¿Dónde está la tienda?', 'El envío cuesta 4,90 euros. La tienda está en Sevilla.', 'en Sevilla'],
    ['fr', 'Où se trouve le magasin ?', 'La livraison prend 3 jours. Le magasin se trouve à Lyon.', 'à Lyon'],
    [
      'de',
      'Wie lange ist die Frist?',
      'Die Rückgabefrist beträgt 30 Tage. Garantie: drei Jahre.',
      'beträgt 30 Tage',
    ],
    ['it', 'Quando apre il negozio?', 'Il negozio apre alle 9. La spedizione è gratuita.', 'apre alle 9'],
    ['pt', 'Quanto custa o envio?', 'O envio custa 5 euros. A loja fica em Lisboa.', 'custa 5 euros'],
    ['nl', 'Wat kost de verzending?', 'De verzending kost 5 euro. De winkel is in Utrecht.', 'kost 5 euro'],
    ['zh', '可以退货吗？', '标准配送需要三到五天。商品可在三十天内退货。', '三十天内退货'],
    ['ja', '送料はいくらですか？', '配送は3日かかります。送料は500円です。', '送料は500円です。'],
    ['ko', '배송비가 얼마인가요?', '배송은 3일이 걸립니다. 배송비는 3000원입니다.', '배송비는 3000원입니다.'],
    [
      'ru',
      'Сколько дней занимает доставка?',
      'Доставка занимает 5 дней. Товар можно вернуть.',
      'занимает 5 дней',
    ],
    ['ar', 'كم تكلفة الشحن؟', 'يستغرق التوصيل 5 أيام. تكلفة الشحن 20 ريالا.', 'تكلفة الشحن 20'],
  ])('should answer in %s: %s', (language, question, content, quote) => {
    expect(ask(question, language, passages({ content }))).toContain(quote);
  });

  it.each([
    ['es', '¿Quién es el director?'],
    ['fr', 'Qui a peint la Joconde ?'],
    ['de', 'Wie wird das Wetter morgen?'],
    ['zh', '今天天气怎么样？'],
    ['ja', '社長は誰ですか？'],
    ['ko', '내일 날씨는 어때요?'],
    ['ru', 'Какая завтра погода?'],
    ['ar', 'ما هو الطقس غدا؟'],
  ])('should not answer from beside the point in %s: %s', (language, question) => {
    const content =
      'El envío cuesta 5 euros. La livraison prend 3 jours. Die Frist beträgt 30 Tage. 商品可在三十天内退货。' +
      '送料は500円です。 배송비는 3000원입니다. Доставка занимает 5 дней. تكلفة الشحن 20 ريالا.';
    expect(ask(question, language, passages({ content }))).toBeUndefined();
  });

  it('should not let a reference mark of the document pass for a citation', () => {
    const list = passages({ content: 'The kettle was invented in 1891.[2] It whistles. [13]' });
    expect(ask('When was the kettle invented?', 'en', list)).toBe('The kettle was invented in 1891. [1]');
  });

  it('should quote a sentence once though passages overlap', () => {
    const content = 'The warranty lasts three years.';
    expect(ask('How long is the warranty?', 'en', passages({ content }, { content }))).toBe(`${content} [1]`);
  });

  it('should write nothing but the words of the passages, whatever it is asked', () => {
    const word = fc.constantFrom(
      'red',
      'lamp',
      'costs',
      '12',
      'Rome',
      'it',
      'How',
      'who',
      '返品',
      'not',
      'é',
      '|',
      '-',
    );
    const text = fc.array(fc.oneof(word, fc.constantFrom('.', '?', ':', '\n', '\n\n', '# ', '- ', ', ')), {
      maxLength: 40,
    });
    const joined = text.map((parts) => parts.join(' '));
    fc.assert(
      fc.property(joined, fc.array(joined, { maxLength: 4 }), (question, contents) => {
        const list = passages(...contents.map((content) => ({ content })));
        const answer = ask(question, 'en', list);
        for (const quote of answer?.split('\n\n') ?? []) {
          const [, body, index] = /^([\s\S]*) \[(\d+)\]$/u.exec(quote)!;
          const { content } = list[Number(index) - 1];
          const foreign = body
            .split(/\s+/u)
            .filter((token) => !/^(?:…|-)$/u.test(token) && !content.includes(token.replace(/[;:]$/u, '')));
          expect(foreign).toEqual([]);
        }
      }),
    );
  });

  it('should never fail, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary', maxLength: 120 }),
        (question, content) => {
          ask(question, 'und', passages({ content, title: question, heading: content }));
        },
      ),
    );
  });

  it('should take time in proportion to hostile passages', () => {
    const long = ['word '.repeat(20_000), 'a'.repeat(100_000), '. '.repeat(50_000), '- x\n'.repeat(20_000)];
    const before = process.cpuUsage();
    ask('Which word is x?', 'en', passages(...long.map((content) => ({ content }))));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  });
});
