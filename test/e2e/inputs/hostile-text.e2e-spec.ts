import { createBot } from '../../factories/bot.factory.js';
import { type DtoField, fieldsOf, isText } from '../../support/dto-fields.js';
import type { Route } from '../../support/route-table.js';
import { HOSTILE_FIELDS } from './hostile-fields.js';
import { LINES, PARAGRAPHS, UNSTORABLE } from './hostile-strings.js';
import { complaints, InputLab, type LabAnswer, wrongRefusal } from './input-lab.js';

/** A text field of a body: of the route's own, or of an object inside. */
interface Place {
  route: Route;
  parent?: string;
  field: DtoField;
  path: string;
}

/** Each of these costs a password hash, on purpose. */
const COSTLY = ['POST /auth/register', 'POST /auth/login'];

describe('hostile text', () => {
  let lab: InputLab;
  let places: Place[];
  let spare: string;

  beforeAll(async () => {
    lab = await InputLab.open();
    places = lab.routes.flatMap(placesOf);
    spare = (await createBot(lab.tenant.owner.api)).id;
  }, 60_000);
  afterAll(() => lab.close());
  afterEach(async () => expect(await lab.alive()).toBe(true));

  it('is tried in every text field there is', () => {
    const paths = places.map(({ path }) => path);
    expect(paths.filter((path) => !(path in HOSTILE_FIELDS))).toEqual([]);
    expect(Object.keys(HOSTILE_FIELDS).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('comes back as it was sent', async () => {
    const cases = places.flatMap((place) =>
      some(place, LINES).map(([name, text]) => ({ place, name, text })),
    );
    expect(cases.length).toBeGreaterThan(200);
    expect(
      await complaints(cases, async ({ place, name, text }) => {
        const { takes } = HOSTILE_FIELDS[place.path];
        const answer = await send(place, JSON.stringify(text));
        if (takes === 'pattern')
          return answer.status < 500 ? undefined : `${place.path} with ${name}: ${answer.text}`;
        return refusalOf(answer, place, name) ?? difference(answer, place, name, text);
      }),
    ).toEqual([]);
  }, 60_000);

  it('of several lines is kept in texts and refused in names', async () => {
    const cases = places.flatMap((place) =>
      some(place, PARAGRAPHS).map(([name, text]) => ({ place, name, text })),
    );
    expect(
      await complaints(cases, async ({ place, name, text }) => {
        const { takes } = HOSTILE_FIELDS[place.path];
        const answer = await send(place, JSON.stringify(text));
        if (takes === 'text') return refusalOf(answer, place, name) ?? difference(answer, place, name, text);
        if (takes === 'pattern')
          return answer.status < 500 ? undefined : `${place.path} with ${name}: ${answer.text}`;
        const wrong = wrongRefusal(answer, [422]);
        return wrong && `${place.path} with ${name} ${wrong}`;
      }),
    ).toEqual([]);
  }, 60_000);

  it('that cannot be stored is refused', async () => {
    const cases = places.flatMap((place) =>
      Object.entries(UNSTORABLE).map(([name, json]) => ({ place, name, json })),
    );
    expect(
      await complaints(cases, async ({ place, name, json }) => {
        const answer = await send(place, json);
        const wrong =
          wrongRefusal(answer, [400]) ??
          (answer.json?.code === 'request.invalid_text' ? undefined : answer.text);
        return wrong && `${place.path} with ${name} ${wrong}`;
      }),
    ).toEqual([]);
  });

  it('of the greatest length is kept, and refused above it', async () => {
    const limited = places.filter(({ field, path, route }) => {
      return field.maxLength && HOSTILE_FIELDS[path].takes !== 'pattern' && !COSTLY.includes(route.key);
    });
    expect(
      await complaints(limited, async (place) => {
        const { maxLength = 0 } = place.field;
        // As many bytes as a request may have are fewer than this many accents.
        const longest = maxLength > 300_000 ? 'a'.repeat(maxLength) : `a${'́'.repeat(maxLength - 1)}`;
        const kept = await send(place, JSON.stringify(longest));
        const wrong = refusalOf(kept, place, 'accents') ?? difference(kept, place, 'accents', longest);
        if (wrong) return wrong;
        const longer = wrongRefusal(await send(place, JSON.stringify(`${longest}!`)), [413, 422]);
        return longer && `${place.path} beyond its limit ${longer}`;
      }),
    ).toEqual([]);
    const megabyte = `a${'́'.repeat(600_000)}`;
    const [first] = places.filter(({ route }) => route.key === 'POST /bots');
    expect(wrongRefusal(await send(first, JSON.stringify(megabyte)), [413, 422])).toBeUndefined();
  });

  it('is kept in pasted documents, and found there', async () => {
    const content = Object.values(LINES).join('\n\n');
    const { api } = lab.tenant.owner;
    const added = await api.post(`/bots/${lab.tenant.ids.bot}/documents/text`, {
      title: 'All of it',
      content,
    });
    expect((await api.get(`/documents/${added.body.id}/file`).buffer(true)).text).toBe(content);
  });

  it('over sockets is treated alike', async () => {
    const { listen } = await import('../tenants/event-matrix.js');
    const world = { server: lab.server } as never;
    const { socket } = await listen(world, '/chat', lab.tenant.owner.accessToken);
    const botId = lab.tenant.ids.bot;
    for (const text of [...Object.values(LINES).slice(0, 6), ...Object.values(PARAGRAPHS)]) {
      const ack = await socket.timeout(5_000).emitWithAck('message:send', { botId, content: text });
      const { body } = await lab.tenant.owner.api.get(`/messages/${ack.userMessageId}`);
      expect(body.content).toBe(text);
    }
    for (const json of Object.values(UNSTORABLE)) {
      const content = JSON.parse(json) as string;
      // On the wire Socket.IO writes lone surrogates as what replaces them, so they arrive as plain text.
      const ack = await socket.timeout(5_000).emitWithAck('message:send', { botId, content });
      if (!ack.ok) expect(ack.problem).toMatchObject({ status: 400, code: 'request.invalid_text' });
      else
        expect((await lab.tenant.owner.api.get(`/messages/${ack.userMessageId}`)).body.content).toContain(
          '\ufffd',
        );
    }
    for (const payload of [
      null,
      undefined,
      7,
      'text',
      [],
      [[]],
      { botId: [botId] },
      { botId: { $ne: null } },
    ]) {
      const ack = await socket.timeout(5_000).emitWithAck('message:send', payload);
      expect([400, 422]).toContain(ack.problem.status);
    }
    socket.disconnect();
  });

  function send({ route, parent, field }: Place, json: string): Promise<LabAnswer> {
    const valid = { ...lab.validBody(route) };
    if (route.key === 'POST /bots/:botId/chat') delete valid.conversationId;
    // The text goes in as JSON, since not all of it is text that could be written otherwise.
    const value = field.each ? '["\u2603"]' : '"\u2603"';
    const marked = parent
      ? { ...valid, [parent]: { [field.name]: '\u2603' } }
      : { ...valid, [field.name]: '\u2603' };
    const body = JSON.stringify(marked).replace('"\u2603"', () => value.replace('"\u2603"', () => json));
    // Not the bot that answers: some of these name a model.
    const address = route.key === 'PATCH /bots/:botId' ? lab.address(route, { botId: spare }) : undefined;
    return lab.send(route, { body, address });
  }

  /** Every field gets a third of the texts, neighbours each another; some fields are costly to try. */
  function some(place: Place, texts: Record<string, string>): [string, string][] {
    const shift = places.indexOf(place);
    const all = Object.entries(texts).filter((_, i) => (i + shift) % 3 === 0);
    return COSTLY.includes(place.route.key) ? all.slice(0, 3) : all;
  }
});

function placesOf(route: Route): Place[] {
  if (!route.body) return [];
  return fieldsOf(route.body).flatMap((field) => {
    if (isText(field)) return [{ route, field, path: `${route.key} ${field.name}` }];
    if (!field.nested) return [];
    return fieldsOf(field.nested)
      .filter(isText)
      .map((inner) => ({
        route,
        parent: field.name,
        field: inner,
        path: `${route.key} ${field.name}.${inner.name}`,
      }));
  });
}

function refusalOf({ status, text }: LabAnswer, { path }: Place, name: string): string | undefined {
  return status < 300 ? undefined : `${path} refused ${name} with ${status}: ${text.slice(0, 300)}`;
}

/** What the answer shows in place of what was sent. */
function difference(
  { json }: LabAnswer,
  { path, field }: Place,
  name: string,
  text: string,
): string | undefined {
  const { shownAs } = HOSTILE_FIELDS[path];
  if (!shownAs) return undefined;
  const shown = shownAs
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);
  const expected = field.each ? [text] : text;
  return JSON.stringify(shown) === JSON.stringify(expected)
    ? undefined
    : `${path} made ${JSON.stringify(shown)} of ${name}: ${JSON.stringify(text)}`;
}
