import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';

import { fieldsOf } from '../../support/dto-fields.js';
import type { Route } from '../../support/route-table.js';
import { complaints, InputLab, wrongRefusal } from './input-lab.js';

describe('requests that are not as they should be', () => {
  let lab: InputLab;
  let withBody: Route[];

  beforeAll(async () => {
    lab = await InputLab.open();
    withBody = lab.routes.filter(({ body }) => body);
  }, 60_000);
  afterAll(() => lab.close());
  afterEach(async () => expect(await lab.alive()).toBe(true));

  it('are refused on every route when the body is no object', async () => {
    const bodies = ['null', '[]', '[{}]', '"text"', '7', 'true', '', '   '];
    const cases = withBody.flatMap((route) => bodies.map((body) => ({ route, body })));
    expect(
      await complaints(cases, async ({ route, body }) => {
        const answer = await lab.send(route, { body });
        // Nothing at all is fine where nothing is required.
        if (body.trim() === '' && needsNothing(route) && answer.status < 500) return undefined;
        const wrong = wrongRefusal(answer, [400, 401, 422]);
        return wrong && `${route.key} with ${body} ${wrong}`;
      }),
    ).toEqual([]);
  });

  it('are refused on every route when fields have other types', async () => {
    const values: unknown[] = [
      null,
      7,
      true,
      [],
      {},
      [[]],
      { $ne: null },
      { toString: 'x' },
      ['a', 'b'],
      -1e308,
    ];
    const cases = withBody.flatMap((route) =>
      fieldsOf(route.body!)
        .filter(({ rules }) => rules.has('isString') || rules.has('isPlainLine') || rules.has('isUuid'))
        .flatMap(({ name }) => values.map((value) => ({ route, name, value }))),
    );
    expect(cases.length).toBeGreaterThan(150);
    expect(
      await complaints(cases, async ({ route, name, value }) => {
        const answer = await lab.sendJson(route, { ...lab.validBody(route), [name]: value });
        const optional = fieldsOf(route.body!)
          .find((field) => field.name === name)!
          .rules.has('isOptional');
        if (value === null && optional && answer.status < 300) return undefined;
        const wrong = wrongRefusal(answer, [400, 422]);
        return wrong && `${route.key} with ${name}: ${JSON.stringify(value)} ${wrong}`;
      }),
    ).toEqual([]);
  });

  it('are refused on every route when there is something else in place of an id', async () => {
    const parts = [
      ...[
        '',
        '%20',
        '%00',
        '..',
        '..%2f..%2fetc',
        '*',
        '-1',
        '9223372036854775808',
        'null',
        '{}',
        '%',
        '%c0%af',
      ],
      ...[
        "'%20or%201=1--",
        '%F0%9F%98%80',
        'a'.repeat(5_000),
        'id,id',
        '01923c1e-7b1a-0c3e-9d55-2f1a6b7c8d90',
      ],
    ];
    const served = new Set(lab.routes.map(({ key }) => key));
    const cases = lab.routes.flatMap((route) =>
      route.ids
        .filter(({ where }) => where === 'path')
        .flatMap(({ name }) => parts.map((part) => ({ route, name, part }))),
    );
    expect(
      await complaints(cases, async ({ route, name, part }) => {
        // Without its last part, an address is that of the list above, if there is one.
        const shortened = route.key.replace(/\/:\w+$/, '');
        const dots = ['..', '%2e%2e', ''].includes(part);
        if (dots && (served.has(shortened) || served.has(shortened.replace(/\/[\w-]+$/, ''))))
          return undefined;
        const body = route.body ? JSON.stringify(lab.validBody(route)) : undefined;
        const answer = await lab.send(route, { address: lab.address(route, { [name]: part }), body });
        const wrong = wrongRefusal(answer, [400, 404]);
        return wrong && `${route.key} with "${part.slice(0, 40)}" ${wrong}`;
      }),
    ).toEqual([]);
  });

  it('find the same thing by an id in capitals', async () => {
    const reading = lab.routes.filter(
      ({ method, ids }) =>
        method === 'GET' &&
        ids.some(({ where, kind }) => where !== 'body' && kind !== 'cursor') &&
        // Public keys are texts, not numbers written in one of two ways.
        !ids.some(({ kind }) => kind === 'publicKey'),
    );
    expect(
      await complaints(reading, async (route) => {
        const upper = route.ids
          .filter(({ where }) => where === 'path')
          .map(({ name, kind }) => [name, lab.tenant.ids[kind].toUpperCase()]);
        const query = route.ids
          .filter(({ where, kind }) => where === 'query' && kind !== 'cursor')
          .map(({ name, kind }) => `${name}=${lab.tenant.ids[kind].toUpperCase()}`);
        const address = `${lab.address(route, Object.fromEntries(upper))}?${query.join('&')}`;
        const answer = await lab.send(route, { address, headers: { Accept: '*/*' } });
        return answer.status === 200 ? undefined : `${route.key} answered ${answer.status}`;
      }),
    ).toEqual([]);
  });

  describe('in their bytes', () => {
    const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
    const malformed: [string, string | Uint8Array<ArrayBuffer>][] = [
      ['an open brace', '{'],
      ['half a field', '{"name":'],
      ['a comma too many', '{"name":"x",}'],
      ['single quotes', "{'name':'x'}"],
      ['NaN', '{"name":NaN}'],
      ['a comment', '{"name":"x"/**/}'],
      ['two documents', '{"name":"x"}{"name":"y"}'],
      ['a raw NUL', '{"name":"\u0000"}'],
      ['NUL bytes', new Uint8Array(100)],
      ['half a character', new Uint8Array([0x7b, 0x22, 0xe2, 0x82])],
      ['a form', 'name=x&title=y'],
      ['XML', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
      ['arrays 100,000 deep', deep('[', ']')],
      ['objects 100,000 deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
      ['a deep field', `{"name":${deep('[', ']')}}`],
      ['60,000 keys', `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join()}}`],
      ['a million keys', `{${Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":1`).join()}}`],
      ['a text of 2 MB', JSON.stringify({ name: 'x'.repeat(2_000_000) })],
      ['a number of 200,000 digits', `{"name":${'9'.repeat(200_000)}}`],
    ];

    it('are refused on every route that reads JSON', async () => {
      const small = malformed.filter(([, body]) => body.length < 1_000);
      const cases = withBody.flatMap((route) => small.map(([name, body]) => ({ route, name, body })));
      expect(
        await complaints(cases, async ({ route, name, body }) => {
          const wrong = wrongRefusal(await lab.send(route, { body }), [400]);
          return wrong && `${route.key} with ${name} ${wrong}`;
        }),
      ).toEqual([]);
    });

    it.each(malformed.filter(([, body]) => body.length >= 1_000))(
      'are refused quickly: %s',
      async (_, body) => {
        const route = lab.routes.find(({ key }) => key === 'POST /bots')!;
        const refused = async () =>
          expect(wrongRefusal(await lab.send(route, { body }), [400, 413, 422])).toBeUndefined();
        expect(await shortestBlock(refused)).toBeLessThan(200);
      },
    );

    it('are refused when compressed or encoded in ways we do not read', async () => {
      const json = JSON.stringify({ name: 'Compressed' });
      const bomb = gzipSync(Buffer.from(`{"name":"${' '.repeat(8_000_000)}"}`), { level: 1 });
      const route = lab.routes.find(({ key }) => key === 'POST /bots')!;
      const cases: [number[], Record<string, string>, string | Uint8Array<ArrayBuffer>][] = [
        [[413], { 'Content-Encoding': 'gzip' }, new Uint8Array(bomb)],
        [[400], { 'Content-Encoding': 'gzip' }, json],
        [[415], { 'Content-Encoding': 'compress' }, json],
        [[415], { 'Content-Encoding': 'gzip, gzip' }, json],
        [[415], { 'Content-Type': 'application/json; charset=nonsense' }, json],
        [[400, 415], { 'Content-Type': 'application/json; charset=utf-16' }, json],
        [[415], { 'Content-Type': 'text/plain' }, json],
        [[415], { 'Content-Type': 'application/xml' }, '<name>x</name>'],
        [[415], { 'Content-Type': 'application/x-www-form-urlencoded' }, 'name=x'],
        [[415], { 'Content-Type': 'multipart/form-data; boundary=x' }, '--x--'],
        [[415], { 'Content-Type': 'nonsense' }, json],
      ];
      expect(
        await complaints(cases, async ([statuses, headers, body]) => {
          const wrong = wrongRefusal(await lab.send(route, { body, headers }), statuses);
          return wrong && `${JSON.stringify(headers)} ${wrong}`;
        }),
      ).toEqual([]);
    });

    it('do not change anything when they pretend to be no JSON', async () => {
      // What a form on a foreign page can send without asking first.
      const cases = withBody.flatMap((route) =>
        ['text/plain', 'application/x-www-form-urlencoded'].map((type) => ({ route, type })),
      );
      expect(
        await complaints(cases, async ({ route, type }) => {
          const body = JSON.stringify(lab.validBody(route));
          const wrong = wrongRefusal(
            await lab.send(route, { body, headers: { 'Content-Type': type } }),
            [415],
          );
          return wrong && `${route.key} as ${type} ${wrong}`;
        }),
      ).toEqual([]);
    });

    it('take the last of two fields with one name, like every parser', async () => {
      const route = lab.routes.find(({ key }) => key === 'POST /bots')!;
      const answer = await lab.send(route, { body: '{"name":"First","name":"Last"}' });
      expect(answer).toMatchObject({ status: 201, json: { name: 'Last' } });
    });
  });

  it('are refused when numbers are none', async () => {
    const create = lab.routes.find(({ key }) => key === 'POST /bots')!;
    const values = ['1e999', '-1e999', '1.5', '-1', '0.1e-400', '"5"', '9007199254740993', 'null', '[5]'];
    const wrongs = await complaints(values, async (value) => {
      const answer = await lab.send(create, { body: `{"name":"x","config":{"topK":${value}}}` });
      const wrong = wrongRefusal(answer, [400, 422]);
      return wrong && `topK: ${value} ${wrong}`;
    });
    expect(wrongs).toEqual([]);
    const lists = lab.routes.filter(
      ({ query }) => query && fieldsOf(query).some(({ name }) => name === 'limit'),
    );
    const limits = [
      '-1',
      '0',
      '101',
      '1000000000',
      '1.5',
      'abc',
      '',
      '%20',
      '0x10',
      '1e2',
      'NaN',
      'Infinity',
      '5&limit=6',
    ];
    expect(lists.length).toBeGreaterThanOrEqual(6);
    expect(
      await complaints(
        lists.flatMap((route) => limits.map((limit) => ({ route, limit }))),
        async ({ route, limit }) => {
          const answer = await lab.send(route, { address: `${lab.address(route)}?limit=${limit}` });
          const wrong = wrongRefusal(answer, [400, 422]);
          return wrong && `${route.key} with limit=${limit} ${wrong}`;
        },
      ),
    ).toEqual([]);
  });

  it('are refused when headers are odd', async () => {
    const me = lab.routes.find(({ key }) => key === 'GET /auth/me')!;
    const odd: Record<string, string>[] = [
      { 'Accept-Language': 'x'.repeat(4_000) },
      { 'Accept-Language': ',,;;q=,q=9;*' },
      { 'X-Request-Id': 'a\tb'.repeat(100) },
      { 'X-Request-Id': '<script>' },
      { Cookie: 'kyro_refresh=%; =; ;;' },
      { 'User-Agent': '\u00ff'.repeat(1_000) },
      { 'X-HTTP-Method-Override': 'DELETE' },
      { Accept: 'nonsense' },
      { Range: 'bytes=0-0' },
      { 'If-None-Match': '*'.repeat(1_000) },
    ];
    for (const headers of odd) expect((await lab.send(me, { headers })).status).toBeLessThan(400);
    const stream = lab.routes.find(({ key }) => key === 'GET /messages/:messageId/stream')!;
    for (const id of ['-1', 'abc', '1e5', '9'.repeat(400), '1,2', '0x1', "1' or '1'='1"]) {
      const headers = { Accept: 'text/event-stream', 'Last-Event-ID': id };
      expect(wrongRefusal(await lab.send(stream, { headers }), [400])).toBeUndefined();
    }
    const create = lab.routes.find(({ key }) => key === 'POST /bots')!;
    for (const key of ['a b', 'x'.repeat(5_000), '\u00ff', '']) {
      const headers = { 'Idempotency-Key': key };
      const answer = await lab.send(create, { headers, body: '{"name":"Keyed"}' });
      expect(wrongRefusal(answer, [400])).toBeUndefined();
    }
  });

  /**
   * The longest time the event loop stood still during `work`, in milliseconds: the best of three, and no more than
   * the processor time that was spent, since on a busy machine neighbours make every clock run on.
   */
  async function shortestBlock(work: () => Promise<unknown>): Promise<number> {
    let shortest = Infinity;
    for (let attempt = 0; attempt < 3 && shortest > 150; attempt++) {
      const histogram = monitorEventLoopDelay({ resolution: 5 });
      const start = process.cpuUsage();
      histogram.enable();
      await work();
      histogram.disable();
      const { user, system } = process.cpuUsage(start);
      shortest = Math.min(shortest, histogram.max / 1e6, (user + system) / 1e3);
    }
    return shortest;
  }
});

function needsNothing({ body }: Route): boolean {
  return fieldsOf(body!).every(({ rules }) => rules.has('isOptional'));
}
