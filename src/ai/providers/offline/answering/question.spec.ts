import { readQuestion } from './question.js';

const terms = (text: string, language = 'en', before?: string) =>
  readQuestion(text, language, before).terms.map(({ word }) => word);

describe('readQuestion', () => {
  it.each([
    ['en', 'Who founded it?', 'person'],
    ['en', 'When was it founded?', 'time'],
    ['en', 'In what year was it founded?', 'time'],
    ['en', 'Where does it stand?', 'place'],
    ['en', 'How many are there?', 'quantity'],
    ['en', 'How do I start it?', 'manner'],
    ['en', 'What is it?', 'other'],
    ['es', '¿Cuánto cuesta el envío?', 'quantity'],
    ['fr', 'Où se trouve le magasin ?', 'place'],
    ['de', 'Wie lange gilt die Garantie?', 'quantity'],
    ['it', 'Quando apre il negozio?', 'time'],
    ['pt', 'Quem é o diretor?', 'person'],
    ['nl', 'Waar is de winkel?', 'place'],
    ['ru', 'Когда открывается магазин?', 'time'],
    ['ja', '送料はいくらですか？', 'quantity'],
    ['zh', '你们什么时候开门？', 'time'],
    ['ko', '배송비가 얼마인가요?', 'quantity'],
  ])('should see in %s what %p asks for', (language, text, kind) => {
    expect(readQuestion(text, language).kind).toBe(kind);
  });

  it('should keep the words that name the subject', () => {
    expect(terms('How long does the delivery to Spain take?')).toEqual(['delivery', 'spain', 'take']);
    expect(readQuestion('How long does the delivery take?', 'en').terms.at(-1)).toEqual({
      word: 'take',
      role: 'frame',
    });
  });

  it.each(['Hello!', 'thanks a lot', 'Who are you?', 'what can you do?', '¡Hola!', 'Guten Tag', '???', ''])(
    'should see no question to the documents in %p',
    (text) =>
      expect(terms(text, text.startsWith('G') ? 'de' : text.startsWith('¡') ? 'es' : 'en')).toEqual([]),
  );

  it('should lend a question that leans on the one before its words', () => {
    const follow = readQuestion('and how much does it cost?', 'en', 'How long does the delivery take?');
    expect(follow.terms).toEqual([
      { word: 'cost', role: 'subject' },
      { word: 'delivery', role: 'context' },
    ]);
    expect(terms('How old is he?', 'en', 'Who is the director?')).toEqual(['director']);
    expect(terms('thanks', 'en', 'Who is the director?')).toEqual([]);
  });

  it('should not lend words to a question that stands alone', () => {
    expect(terms('What colours does the kettle come in?', 'en', 'Do you ship to Spain?')).not.toContain(
      'spain',
    );
  });
});
