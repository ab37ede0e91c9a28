import { readQuestion } from './question.js';

const texts = (text: string, history?: string[]) =>
  readQuestion(text, history).words.map((word) => word.text);

describe('readQuestion', () => {
  it('should keep content words with their counts and order', () => {
    const question = readQuestion('What is the refund policy of the refund desk?');
    expect(question.language).toBe('en');
    expect(question.words).toEqual([
      { text: 'refund', weight: 2 },
      { text: 'policy', weight: 1 },
      { text: 'desk', weight: 1 },
    ]);
    expect(question.sequence).toEqual(['refund', 'policy', 'refund', 'desk']);
  });

  it('should keep function words where there is nothing else', () => {
    expect(texts('Who are you?')).toEqual(['who', 'are', 'you']);
  });

  it.each([
    ['and how much is that?', true],
    ['Does it work with Slack?', true],
    ['Why?', true],
    ['Und wie viel kostet das?', true],
    ['What is the opening hours policy of your museum in Rotterdam on Sundays?', false],
    ['How do refunds work for annual subscriptions?', false],
  ])('should see whether %p leans on what was said before', (text, leans) => {
    const question = readQuestion(text, ['Tell me about the zeppelin']);
    expect(question.followUp).toBe(leans);
    expect(question.words.some((word) => word.text === 'zeppelin' && word.weight < 1)).toBe(leans);
  });

  it('should weigh older turns less and repeat no word', () => {
    const { words } = readQuestion('And the price?', [
      'We spoke of gliders',
      'Tell me about the zeppelin price',
    ]);
    expect(words).toEqual([
      { text: 'price', weight: 1 },
      { text: 'tell', weight: 0.4 },
      { text: 'zeppelin', weight: 0.4 },
      { text: 'spoke', weight: 0.2 },
      { text: 'gliders', weight: 0.2 },
    ]);
  });

  it('should not lean on a conversation that has not begun', () => {
    expect(readQuestion('Why?').followUp).toBe(false);
  });

  it.each([
    ['What does error 4012 mean?', true],
    ['How do I use max_tokens?', true],
    ['Where is "grand total" shown?', true],
    ['What is getUserById for?', true],
    ['Does the API support it?', true],
    ['How do I get my money back?', false],
    ["What's the weather like?", false],
  ])('should see whether %p names things exactly', (text, identifiers) => {
    expect(readQuestion(text).identifiers).toBe(identifiers);
  });

  it('should stay bounded', () => {
    const long = Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(' ');
    const question = readQuestion(long, [long]);
    expect(question.words.length).toBeLessThanOrEqual(64);
    expect(question.sequence.length).toBeLessThanOrEqual(64);
  });
});
