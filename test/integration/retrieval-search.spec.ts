import { newId } from '../../src/kernel/id.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { chunksOf, RetrievalFixture } from './retrieval.fixture.js';

describe('SearchService', () => {
  let database: TestDatabase;
  let retrieval: RetrievalFixture;

  beforeAll(async () => {
    database = await createTestDatabase();
    retrieval = await RetrievalFixture.open(database.url);
  });

  afterAll(async () => {
    await retrieval.close();
    await database.drop();
  });

  it('should take words for what they were meant to be, folded or not, but only as many as a question has', async () => {
    const botId = newId();
    await retrieval.add(botId, ['The warehouse of the bakery ships chocolate, marmalade and gingerbread.']);
    const meant = async (...words: string[]) => {
      const found = await retrieval.postgres.lookUp(botId, words);
      return found.words.map(({ similar }) => similar.map(({ lexeme }) => lexeme));
    };
    // A letter less at either end, a wrong one, two that changed places.
    const mistyped = ['hocolate', 'marmalad', 'warehuose', 'gingerbraed'];
    const known = [['chocol'], ['marmalad'], ['warehous'], ['gingerbread']].map(
      ([word]) => expect.arrayContaining([word]) as string[],
    );
    const waiting = await meant(...mistyped);
    expect(waiting).toEqual([known[0], [], known[2], known[3]]);
    await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
    expect(await meant(...mistyped)).toEqual(waiting);
    // Each of them costs a look at the whole vocabulary.
    const endings = [...'bcfghjklmnpqrtvwxz'];
    const found = await meant(...endings.map((letter) => `gingerbrea${letter}`));
    const corrected = found.filter((similar) => similar.length > 0);
    expect(corrected.length).toBeGreaterThan(0);
    expect(corrected.length).toBeLessThanOrEqual(8);
  });

  it('should find the passage that answers, with its place, within three statements', async () => {
    const botId = newId();
    const target = retrieval.target(botId);
    const texts = [
      'Orders are shipped from our warehouse in Utrecht on working days.',
      'Refunds are paid back within 30 days to the card that was charged.',
      'The newsletter is sent every month and can be cancelled at any time.',
    ];
    await retrieval.writer.stage(target, chunksOf(texts, ['Help', 'Payments']));
    await retrieval.transactions.run(() =>
      retrieval.writer.publish(target, { title: 'Handbook', url: 'https://shop.example/help' }),
    );
    retrieval.statements = 0;
    const { items, tookMs } = await retrieval.search.search({
      botId,
      text: 'When are my refunds paid?',
      topK: 2,
    });
    expect(retrieval.statements).toBeLessThanOrEqual(4); // three, and once per process the question for pg_trgm
    retrieval.statements = 0;
    await retrieval.search.search({ botId, text: 'When are my refunds paid?', topK: 2 });
    expect(retrieval.statements).toBe(2);
    expect(tookMs).toBeGreaterThan(0);
    expect(items[0]).toMatchObject({
      documentId: target.documentId,
      title: 'Handbook',
      url: 'https://shop.example/help',
      page: 2,
      heading: 'Help › Payments',
      content: texts[1],
      charStart: 1000,
      charEnd: 1000 + texts[1].length,
      lexicalRank: 1,
      score: 1,
    });
    expect(items[0].coverage).toBeGreaterThan(0.9);
  });

  it('should never show one bot what belongs to another', async () => {
    const [a, b] = [newId(), newId()];
    const secret = 'The vault of Zanzibar opens with the phrase purple armadillo.';
    await retrieval.add(a, ['Our shop sells vaults and safes of every size.']);
    await retrieval.add(b, [secret]);
    for (const question of [secret, 'purple armadillo', 'vault', 'purpel armadilo']) {
      expect(await retrieval.find(a, question)).not.toContain(secret);
    }
    expect(await retrieval.find(b, 'purple armadillo')).toEqual([secret]);
    expect(await retrieval.find(newId(), secret)).toEqual([]);
  });

  it('should tell by coverage what the documents do not hold', async () => {
    const botId = newId();
    await retrieval.add(botId, [
      'Refunds are paid within 30 days.',
      'Shipping to Norway costs twelve euros.',
      'Gift cards never expire.',
    ]);
    const ask = async (text: string) =>
      (await retrieval.search.search({ botId, text, topK: 1 })).items[0]?.coverage ?? 0;
    expect(await ask('What does shipping to Norway cost?')).toBeGreaterThan(0.9);
    expect(await ask('What does the orbital period of Jupiter cost?')).toBeLessThan(0.4);
    expect(await ask('Quantum chromodynamics lattice simulations')).toBe(0);
  });

  it.each([
    ['zh', '退款将在三十天内退回到您的原支付账户。', '多久能收到退款？', '我们的仓库位于上海，工作日发货。'],
    [
      'ja',
      '返金は三十日以内に元のカードへ行われます。',
      '返金はいつですか',
      '倉庫は大阪にあり、平日に発送します。',
    ],
    [
      'ar',
      'يتم رد المبالغ المدفوعة خلال ثلاثين يوما من الشراء.',
      'متى يتم رد المبلغ؟',
      'يقع المستودع في القاهرة ويشحن كل يوم.',
    ],
    [
      'ru',
      'Деньги возвращаются в течение тридцати дней на карту.',
      'Когда вернут деньги на карту?',
      'Склад находится в Казани.',
    ],
    [
      'de',
      'Rückerstattungen werden innerhalb von dreißig Tagen gezahlt.',
      'Wann kommt die Rückerstattung?',
      'Das Lager steht in Köln und versendet werktags.',
    ],
    ['th', 'เราจะคืนเงินภายในสามสิบวัน', 'คืนเงินเมื่อไร', 'คลังสินค้าอยู่ที่กรุงเทพ'],
    [
      'el',
      'Η επιστροφή χρημάτων γίνεται σε τριάντα ημέρες.',
      'Πότε γίνεται η επιστροφή των χρημάτων;',
      'Η αποθήκη είναι στην Αθήνα.',
    ],
    ['hi', 'पैसे तीस दिनों में वापस किए जाते हैं।', 'पैसे कब वापस होंगे?', 'गोदाम मुंबई में है।'],
  ])('should answer in %s', async (_, answer, question, other) => {
    const botId = newId();
    await retrieval.add(botId, [other, answer, 'Call us on weekdays between nine and five.']);
    expect((await retrieval.find(botId, question))[0]).toBe(answer);
  });

  it('should find every language of a bot that holds several', async () => {
    const botId = newId();
    await retrieval.add(botId, [
      'Refunds are paid within thirty days of the purchase.',
      'The shop is open on Sundays.',
    ]);
    await retrieval.add(botId, ['Die Bestellungen werden an Werktagen aus dem Lager versandt.']);
    await retrieval.add(botId, ['我们的仓库位于上海。']);
    expect((await retrieval.find(botId, 'When are refunds paid?'))[0]).toMatch(/^Refunds/);
    expect((await retrieval.find(botId, 'Wann wird die Bestellung versandt?'))[0]).toMatch(
      /^Die Bestellungen/,
    );
    expect((await retrieval.find(botId, '仓库在哪里'))[0]).toMatch(/^我们/);
  });

  it('should understand a typing mistake, folded into the statistics or not', async () => {
    const botId = newId();
    await retrieval.add(botId, [
      'Customers may cancel a subscription online.',
      'The museum shows impressionist paintings.',
    ]);
    for (const state of ['waiting', 'folded']) {
      if (state === 'folded') await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
      expect(await retrieval.find(botId, 'cancle subscrption')).toEqual([
        'Customers may cancel a subscription online.',
      ]);
      expect((await retrieval.find(botId, 'imprssionist paintngs'))[0]).toMatch(/^The museum/);
      expect(await retrieval.find(botId, 'zzzzzz qqqqqq')).toEqual([]);
    }
  });

  it('should search a follow-up together with what was asked before', async () => {
    const botId = newId();
    await retrieval.add(botId, [
      'The premium plan costs 40 euros a month.',
      'The museum ticket costs 12 euros.',
      'The premium plan includes phone support.',
    ]);
    const [first] = await retrieval.find(botId, 'and how much does it cost?', [
      'Tell me about the premium plan',
    ]);
    expect(first).toBe('The premium plan costs 40 euros a month.');
    const [own] = await retrieval.find(botId, 'How much is a museum ticket?', [
      'Tell me about the premium plan',
    ]);
    expect(own).toBe('The museum ticket costs 12 euros.');
  });

  it('should show no passage twice and let one document not crowd out others', async () => {
    const botId = newId();
    const copies = Array.from({ length: 30 }, () => 'Buy red wine red wine red wine now.');
    const stuffed = Array.from(
      { length: 20 },
      (_, i) => `Red wine from offer number ${i}, red wine for all.`,
    );
    await retrieval.add(botId, copies);
    await retrieval.add(botId, stuffed);
    const good = 'Red wine is served at sixteen degrees.';
    await retrieval.add(botId, [good]);
    const { items } = await retrieval.search.search({ botId, text: 'red wine', topK: 5 });
    expect(items.filter(({ content }) => content === copies[0]).length).toBeLessThanOrEqual(1);
    expect(items.map(({ content }) => content)).toContain(good);
    expect(items).toHaveLength(5);
  });

  it.each([
    ['tsquery syntax', "foo & | ! <-> (bar:*) 'x' \\ ''' :A"],
    ['SQL', "'; DROP TABLE chunks; --"],
    ['NUL and lone surrogates', 'refund\u0000 \ud800 \udc00 paid'],
    ['emoji', '😀😀😀 👩‍👩‍👧 🏳️‍🌈'],
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['function words only', 'who are you and what is it'],
    ['one letter', 'a'],
    ['bidi and zero width', '\u202erefund\u200b\u2066'],
    ['a long word', 'x'.repeat(5_000)],
    ['JSON', '{"$gt": ""}'],
    ['placeholders', '$1 $2 %s ${x} {{y}}'],
    ['prototype', '__proto__ constructor toString'],
  ])('should take %s as text', async (_, text) => {
    const botId = newId();
    await retrieval.add(botId, ['Refunds are paid within 30 days.', 'constructor toString __proto__']);
    const { items } = await retrieval.search.search({ botId, text, topK: 5, history: [text, text] });
    expect(Array.isArray(items)).toBe(true);
    expect((await retrieval.find(botId, 'refunds paid'))[0]).toMatch(/^Refunds/);
  });

  it('should stay quick however long the question is', async () => {
    const botId = newId();
    await retrieval.add(botId, ['Refunds are paid within 30 days.']);
    const long = Array.from({ length: 20_000 }, (_, i) => `word${i}`).join(' ');
    for (const text of [long, 'refund '.repeat(15_000), '退'.repeat(100_000), 'a.'.repeat(50_000)]) {
      const started = performance.now();
      await retrieval.search.search({ botId, text, topK: 5, history: [text] });
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });
});
