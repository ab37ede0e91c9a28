import { encodeCursor } from '../../../src/kernel/page.js';
import { newId } from '../../../src/kernel/id.js';
import { createBot } from '../../factories/bot.factory.js';
import { unique } from '../../factories/unique.js';
import { fieldsOf } from '../../support/dto-fields.js';
import type { Route } from '../../support/route-table.js';
import { LINES, PARAGRAPHS } from './hostile-strings.js';
import { complaints, InputLab, wrongRefusal } from './input-lab.js';

describe('lists', () => {
  let lab: InputLab;
  let lists: Route[];
  /** A true cursor of every list. */
  const cursors = new Map<string, string>();

  beforeAll(async () => {
    lab = await InputLab.open();
    lists = lab.routes.filter(({ query }) => query && fieldsOf(query).some(({ name }) => name === 'cursor'));
    for (const route of lists) {
      const { json } = await lab.send(route, { address: `${lab.address(route)}?limit=1` });
      cursors.set(route.key, json?.nextCursor ?? '');
    }
  }, 60_000);
  afterAll(() => lab.close());
  afterEach(async () => expect(await lab.alive()).toBe(true));

  const query = (route: Route, text: string) => lab.send(route, { address: `${lab.address(route)}?${text}` });

  describe('cursors', () => {
    it('exist for every list', () => {
      expect(lists.length).toBeGreaterThanOrEqual(6);
      expect([...cursors].filter(([, cursor]) => !cursor)).toEqual([]);
    });

    it('that were changed, cut or made up are refused', async () => {
      const cases = lists.flatMap((route) =>
        damaged(cursors.get(route.key)!).map((cursor) => ({ route, cursor })),
      );
      expect(
        await complaints(cases, async ({ route, cursor }) => {
          const answer = await query(route, `cursor=${encodeURIComponent(cursor)}`);
          const wrong = wrongRefusal(answer, [400, 422]);
          return wrong && `${route.key} with cursor ${cursor.slice(0, 80)} ${wrong}`;
        }),
      ).toEqual([]);
    });

    it('of one list are refused by every other', async () => {
      const pairs = lists.flatMap((route) =>
        lists.filter((other) => other !== route).map((other) => ({ route, other })),
      );
      expect(
        await complaints(pairs, async ({ route, other }) => {
          const answer = await query(route, `cursor=${cursors.get(other.key)}`);
          const wrong =
            wrongRefusal(answer, [400]) ?? (answer.json?.code === 'cursor.invalid' ? undefined : answer.text);
          return wrong && `${route.key} with a cursor of ${other.key} ${wrong}`;
        }),
      ).toEqual([]);
    });

    it('that come twice, or as something else, are refused', async () => {
      expect(
        await complaints(lists, async (route) => {
          const cursor = cursors.get(route.key);
          const answers = [
            await query(route, `cursor=${cursor}&cursor=${cursor}`),
            await query(route, `cursor[]=${cursor}`),
            await query(route, `cursor[a]=${cursor}`),
          ];
          return answers.map((answer) => wrongRefusal(answer, [400, 422])).find((wrong) => wrong);
        }),
      ).toEqual([]);
    });

    it('to what was deleted go on where it was', async () => {
      const { api } = lab.tenant.owner;
      const bot = await createBot(api);
      const ids: string[] = [];
      for (let i = 0; i < 6; i++) ids.push((await api.post(`/bots/${bot.id}/conversations`, {})).body.id);
      const first = await api.get(`/bots/${bot.id}/conversations?limit=2`);
      await api.delete(`/conversations/${first.body.items[1].id}`).expect(204);
      const second = await api.get(`/bots/${bot.id}/conversations?limit=10&cursor=${first.body.nextCursor}`);
      expect(second.body.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 4).reverse());
    });

    it('to a place far away end the list', async () => {
      const { ids, owner } = lab.tenant;
      const far = encodeCursor(`conversations:${ids.bot}`, '01000000-0000-7000-8000-000000000000');
      const answer = await owner.api.get(`/bots/${ids.bot}/conversations?cursor=${far}`);
      expect(answer.body).toEqual({ items: [], nextCursor: null });
      const oldest = Buffer.from(`messages:${ids.conversation}:after:999999999`).toString('base64url');
      const end = await owner.api.get(`/conversations/${ids.conversation}/messages?cursor=${oldest}`);
      expect(end.body).toMatchObject({ items: [], nextCursor: null });
    });
  });

  describe('while rows are added', () => {
    /** Reads a list to its end, adding a row before every page. */
    async function walk(path: string, add: () => Promise<unknown>): Promise<string[]> {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await lab.tenant.owner.api.get(`${path}limit=4${cursor ? `&cursor=${cursor}` : ''}`);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
        await add();
        if (seen.length > 200) throw new Error('the list does not end');
      }
      return seen;
    }

    it('newest first: nothing is skipped and nothing comes twice', async () => {
      const { api } = lab.tenant.owner;
      const bot = await createBot(api);
      const makers: [string, () => Promise<string>][] = [
        ['/bots?q=walked&', async () => (await createBot(api, { name: unique('walked') })).id],
        [
          `/bots/${bot.id}/conversations?`,
          async () => (await api.post(`/bots/${bot.id}/conversations`, {})).body.id,
        ],
        [
          `/bots/${bot.id}/documents?`,
          async () =>
            (await api.post(`/bots/${bot.id}/documents/text`, { title: unique('t'), content: newId() })).body
              .id,
        ],
      ];
      for (const [path, make] of makers) {
        const made: string[] = [];
        for (let i = 0; i < 14; i++) made.push(await make());
        expect(await walk(path, make)).toEqual(made.reverse());
      }
    });

    it('oldest first: the new ones come at the end, every one once', async () => {
      const { api } = lab.tenant.owner;
      const { ids } = lab.tenant;
      const { body } = await api.post(`/bots/${ids.bot}/chat`, { message: 'One' });
      const ask = () =>
        api.post(`/bots/${ids.bot}/chat`, { message: 'More', conversationId: body.conversationId });
      for (let i = 0; i < 5; i++) await ask();
      let left = 3;
      const seen = await walk(`/conversations/${body.conversationId}/messages?`, async () => {
        if (left-- > 0) await ask();
      });
      const all = await api.get(`/conversations/${body.conversationId}/messages?limit=100`);
      expect(seen).toEqual(all.body.items.map(({ id }: { id: string }) => id));
      expect(seen.length).toBe(2 * (1 + 5 + 3));
    });
  });

  describe('filters', () => {
    it('take wildcards and operators of queries for what they are: characters', async () => {
      const { api } = lab.tenant.owner;
      const bot = await createBot(api);
      const mark = unique('literal');
      const texts = [
        '100%',
        'under_score',
        'back\\slash',
        "it's",
        'a"b',
        'Ünï',
        '(a|b)*',
        'x;--',
        '$1',
        ':tag',
        'NULL',
      ];
      const made: Record<string, (title: string) => Promise<unknown>> = {
        '/bots?': (name) => createBot(api, { name }),
        [`/bots/${bot.id}/conversations?`]: (title) => api.post(`/bots/${bot.id}/conversations`, { title }),
        [`/bots/${bot.id}/documents?`]: (title) =>
          api.post(`/bots/${bot.id}/documents/text`, { title, content: title }),
      };
      for (const [path, make] of Object.entries(made)) {
        for (const text of texts) await make(`${mark} ${text}`);
        await make(`${mark} plain`);
        for (const text of texts) {
          const { body } = await api.get(`${path}limit=100&q=${encodeURIComponent(`${mark} ${text}`)}`);
          const found = body.items.map((item: { name?: string; title?: string }) => item.name ?? item.title);
          expect(found).toEqual([`${mark} ${text}`]);
        }
        for (const text of ['%', '_', `${mark}%plain`, `${mark}_plain`, '\\', `${mark}' OR '1'='1`]) {
          const { status, body } = await api.get(`${path}limit=100&q=${encodeURIComponent(text)}`);
          expect(status).toBe(200);
          const found = body.items.map((item: { name?: string; title?: string }) => item.name ?? item.title);
          expect(found.filter((title: string) => !title.toLowerCase().includes(text.toLowerCase()))).toEqual(
            [],
          );
        }
      }
    });

    it('never let a text become a part of a query', async () => {
      const fields = lab.routes.flatMap((route) =>
        (route.query ? fieldsOf(route.query) : []).map(({ name }) => ({ route, name })),
      );
      const texts = [
        ...[
          LINES.sql,
          LINES['sql union'],
          LINES.like,
          LINES.tsquery,
          LINES.template,
          PARAGRAPHS['header injection'],
        ],
        ...[
          "1' OR '1'='1",
          '1; SELECT pg_sleep(5)--',
          'id DESC; --',
          '(SELECT version())',
          '\u0000',
          '__proto__',
        ],
      ];
      const cases = fields.flatMap(({ route, name }) => texts.map((text) => ({ route, name, text })));
      expect(cases.length).toBeGreaterThan(180);
      expect(
        await complaints(cases, async ({ route, name, text }) => {
          const answer = await query(route, `${name}=${encodeURIComponent(text)}`);
          if (answer.status === 200 && answer.json) return undefined;
          const wrong = wrongRefusal(answer, [400, 404, 422]);
          return wrong && `${route.key} with ${name}=${JSON.stringify(text)} ${wrong}`;
        }),
      ).toEqual([]);
    }, 60_000);

    it('of the search for passages neither, whatever they look like', async () => {
      const { api } = lab.tenant.owner;
      const { bot } = lab.tenant.ids;
      const content = 'The lighthouse keeper polishes the lamp every evening.';
      await api.post(`/bots/${bot}/documents/text`, { title: 'Lighthouse', content });
      const odd = [
        "'",
        '&',
        '|',
        '!',
        '<->',
        ':*',
        '(',
        ')',
        '\\',
        ':A',
        '&&',
        '!!',
        "''",
        '%',
        '*',
        '<1>',
        '"',
      ];
      for (const operator of odd) {
        for (const text of [operator, `lighthouse ${operator} lamp`, `${operator}lighthouse${operator}`]) {
          const { status, text: answer } = await api.post(`/bots/${bot}/search`, { query: text });
          expect([status, /syntax|tsquery|SELECT/i.test(answer)]).toEqual([200, false]);
        }
      }
    });
  });
});

/** What a cursor becomes in hands that play with it. */
function damaged(cursor: string): string[] {
  const text = Buffer.from(cursor, 'base64url').toString();
  const encode = (other: string) => Buffer.from(other).toString('base64url');
  return [
    ...[
      '',
      ' ',
      'null',
      'undefined',
      '0',
      '-1',
      '*',
      'a'.repeat(300),
      'a'.repeat(5_000),
      '☃',
      '%00',
      '../..',
      '{}',
    ],
    cursor.slice(0, -1),
    cursor.slice(1),
    cursor.slice(0, cursor.length / 2),
    `${cursor}A`,
    `${cursor}=`,
    ` ${cursor}`,
    cursor.toUpperCase(),
    [...cursor].reverse().join(''),
    Buffer.from(text).toString('hex'),
    encode(`${text}'`),
    encode(text.replace(/.$/, 'z')),
    encode(text.replace(/[0-9a-f]{8}-/, "' OR 1=1 --")),
    encode(text.replaceAll('-', '')),
    encode(text.toUpperCase()),
    encode(`x${text}`),
    encode(''),
    encode(newId()),
    encode(`${text}\u0000`),
    encode(`${text}:${text}`),
  ];
}
