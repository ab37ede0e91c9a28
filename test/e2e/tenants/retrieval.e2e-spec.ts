import { TextExtraction } from '../../../src/documents/application/ports/text-extraction.port.js';
import { LexicalIndex } from '../../../src/retrieval/application/ports/lexical-index.port.js';
import { FakeTextExtraction } from '../../fakes/fake-text.extraction.js';
import { DocumentRoom } from '../../support/document-room.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { canaryOf } from './tenant.js';

const SHARED = 'The opening hours are nine to five.\n\nParcels are sent within two days of the order.';

describe('what bots of two tenants know', () => {
  let server: TestApp;
  let a: DocumentRoom;
  let b: DocumentRoom;
  const secret = canaryOf('b');
  const sentence = `The vault of the northern branch opens with the word ${secret}.`;
  const ids: Record<'a' | 'b' | 'secret', string> = { a: '', b: '', secret: '' };

  beforeAll(async () => {
    server = await startTestApp({
      override: (builder) => builder.overrideProvider(TextExtraction).useValue(new FakeTextExtraction()),
    });
    [a, b] = [await DocumentRoom.open(server), await DocumentRoom.open(server)];
    ids.a = (await a.add('shared.txt', SHARED)).id;
    ids.b = (await b.add('shared.txt', SHARED)).id;
    ids.secret = (await b.add('secret.txt', sentence)).id;
    await Promise.all([a.ready(ids.a), b.ready(ids.b), b.ready(ids.secret)]);
  }, 60_000);
  afterAll(() => server.close());
  afterEach(() => jest.restoreAllMocks());

  /** Asks A's bot for what only B's knows, in `times` different ways; returns what should not have been found. */
  async function foreignFinds(times: number): Promise<string[]> {
    const questions = Array.from({ length: times }, (_, i) => wording(i, sentence, secret));
    const finds: string[] = [];
    for (let i = 0; i < questions.length; i += 10) {
      await Promise.all(
        questions.slice(i, i + 10).map(async (query) => {
          const { status, body, text } = await a.user.api.post(`/bots/${a.bot.id}/search`, {
            query,
            topK: 50,
          });
          expect(status).toBe(200);
          const foreign = body.items.filter((hit: { documentId: string }) => hit.documentId !== ids.a);
          if (foreign.length > 0 || text.includes(secret)) finds.push(query);
        }),
      );
    }
    return finds;
  }

  it('stays with them however often one asks the other', async () => {
    expect(await b.found(sentence)).toContain(sentence);
    expect((await a.found('opening hours')).length).toBeGreaterThan(0);
    expect(await foreignFinds(200)).toEqual([]);
  }, 60_000);

  it('does not get into answers', async () => {
    for (let i = 0; i < 20; i++) {
      const message = wording(i, sentence, secret);
      const { body } = await a.user.api.post(`/bots/${a.bot.id}/chat`, { message });
      expect(JSON.stringify(body.message)).not.toContain(secret);
      for (const citation of body.message.citations) expect(citation.documentId).toBe(ids.a);
    }
    const answer = await b.user.api.post(`/bots/${b.bot.id}/chat`, {
      message: 'With which word does the vault of the northern branch open?',
    });
    expect(answer.body.message.content).toContain(secret);
  });

  it('is independent although the file is the same', async () => {
    expect(ids.a).not.toBe(ids.b);
    const [ofA, ofB] = [await a.document(ids.a), await b.document(ids.b)];
    expect(ofA.sha256).toBe(ofB.sha256);
    const bytes = async (room: DocumentRoom, id: string) =>
      (await room.user.api.get(`/documents/${id}/file`)).text;
    expect(await bytes(a, ids.a)).toBe(SHARED);

    await a.user.api.delete(`/documents/${ids.a}`).expect(204);
    expect(await a.found('opening hours')).toEqual([]);
    expect((await b.found('opening hours')).join()).toContain('nine to five');
    expect(await bytes(b, ids.b)).toBe(SHARED);

    // Not known from the other tenant: it is read anew.
    const again = await a.add('shared.txt', SHARED);
    expect([ofA.id, ofB.id]).not.toContain(again.id);
    expect((await a.ready(again.id)).chunkCount).toBe(ofB.chunkCount);
    ids.a = again.id;
  });

  it('is held back where passages are read, even when the ranking is wrong', async () => {
    const index = server.app.get(LexicalIndex, { strict: false });
    const rank = index.rank.bind(index);
    const read = index.read.bind(index);
    const lookUp = index.lookUp.bind(index);
    jest.spyOn(index, 'lookUp').mockImplementation((_, words) => lookUp(b.bot.id, words));
    jest
      .spyOn(index, 'rank')
      .mockImplementation(async (botId, request) => [
        ...(await rank(botId, request)),
        ...(await rank(b.bot.id, request)),
      ]);
    expect(await foreignFinds(10)).toEqual([]);
    jest.spyOn(index, 'read').mockImplementation((_, chunkIds) => read(b.bot.id, chunkIds));
    expect((await foreignFinds(10)).length).toBeGreaterThan(0);
  });

  it('is seen when a search reads the index of another bot', async () => {
    const index = server.app.get(LexicalIndex, { strict: false });
    for (const method of ['lookUp', 'rank', 'read'] as const) {
      const original = index[method].bind(index) as (botId: string, ...rest: unknown[]) => Promise<never>;
      jest
        .spyOn(index, method)
        .mockImplementation((_: string, ...rest: unknown[]) => original(b.bot.id, ...rest));
    }
    expect((await foreignFinds(10)).length).toBeGreaterThan(0);
  });
});

/** The sentence, parts of it, and questions about it. */
function wording(i: number, sentence: string, secret: string): string {
  const words = sentence.replace('.', '').split(' ');
  const start = i % words.length;
  const forms = [
    sentence,
    secret,
    `"${sentence}"`,
    words.slice(start, start + 4).join(' '),
    `What opens the vault of the northern branch, number ${i}?`,
    `${secret.slice(0, -1)} vault`,
    `opening hours ${secret}`,
    [...words].reverse().join(' '),
  ];
  return forms[i % forms.length];
}
