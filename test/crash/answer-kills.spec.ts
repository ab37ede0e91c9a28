import { AppProcess } from '../support/app-process.js';
import { EventStream } from '../support/event-stream.js';
import { listProcesses } from '../support/processes.js';
import { waitFor } from '../support/wait-for.js';
import { Lane } from './lane.js';
import type { AskedQuestion } from './ledger.js';
import { longText } from './material.js';
import { TableHold } from './table-hold.js';

/** Kills of the app; each strikes all answers that are being written at that moment. */
const KILLS = Number(process.env.CRASH_ANSWER_KILLS ?? 2);
/** Answers that each kill finds at different places, besides those that wait. */
const STREAMS = Number(process.env.CRASH_STREAMS ?? 8);

const TOKENS = Array.from({ length: 48 }, (_, at) => `${at > 0 ? ' ' : ''}word${at}`);
const ANSWER = TOKENS.join('');
const SCRIPT = { tokens: TOKENS, tokensPerSecond: 12, cases: [{ when: 'never ends', hangAt: 3 }] };

interface Asked extends AskedQuestion {
  stream?: EventStream;
  conversationId?: string;
}

describe('an app that is killed while it answers', () => {
  let lanes: { answers: Promise<Answers>; poison: Promise<Lane>; embedded: Promise<Lane> };

  beforeAll(async () => {
    const answers = killMidAnswer();
    const poison = killOverOneQuestion();
    const embedded = killEmbedded();
    lanes = { answers, poison, embedded };
    await Promise.allSettled([answers, poison, embedded]);
  }, 400_000);
  afterAll(async () => {
    await Promise.allSettled([
      lanes.answers.then(({ lane }) => lane.close()),
      lanes.poison.then((lane) => lane.close()),
      lanes.embedded.then((lane) => lane.close()),
    ]);
    await AppProcess.killAll();
  }, 60_000);

  it('stores every question once and answers it once', async () => {
    const { lane } = await lanes.answers;
    expect(lane.ledger.questions.length).toBe(KILLS * (STREAMS + 3));
    expect(await lane.faults()).toEqual([]);
  }, 60_000);

  it('has struck answers in the middle, and begun them again', async () => {
    const { lane, struck } = await lanes.answers;
    expect(struck).toBeGreaterThanOrEqual(KILLS * STREAMS * 0.75);
    const rows = await lane.query(`SELECT 1 FROM messages WHERE role = 'assistant' AND attempt > 1`);
    expect(rows.length).toBeGreaterThanOrEqual(struck);
  });

  it('tells a client that resumes that the answer begins anew, and then all of it', async () => {
    const { resumed } = await lanes.answers;
    expect(resumed.length).toBeGreaterThan(0);
    for (const { events, text } of resumed) {
      expect(events.at(-1)).toMatchObject({ event: 'completed', data: { message: { content: text } } });
      expect(text).toBe(ANSWER);
      const ids = events.map(({ id }) => id);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
    }
    expect(resumed.some(({ events }) => events.some(({ event }) => event === 'restarted'))).toBe(true);
  });

  it('gives a client that sends again the same question and answer', async () => {
    const { repeats } = await lanes.answers;
    expect(repeats.length).toBeGreaterThan(0);
    for (const { status, messageId, repeatedId } of repeats) {
      expect(status).toBe(200);
      if (messageId) expect(repeatedId).toBe(messageId);
    }
  });

  it('gives up a question that the process died over again and again, and goes on with the next', async () => {
    const lane = await lanes.poison;
    expect(await lane.faults()).toEqual([]);
    const [poisoned] = await lane.query(
      `SELECT r.status, r.error ->> 'code' AS code FROM messages r JOIN messages q ON q.id = r.parent_id
       WHERE q.content LIKE '%never ends%'`,
    );
    expect(poisoned).toEqual({ status: 'failed', code: 'chat.interrupted' });
  }, 60_000);

  it('comes back on its embedded database, and leaves nothing running when it is stopped', async () => {
    const lane = await lanes.embedded;
    expect(await lane.faults()).toEqual([]);
    await expect(lane.app.stop()).resolves.toEqual({ code: 0, signal: null });
    const left = (await listProcesses()).filter(({ command }) => command.includes(lane.dataDir));
    expect(left).toEqual([]);
  }, 60_000);
});

interface Answers {
  lane: Lane;
  /** Answers that had been begun and were not over when the app was killed. */
  struck: number;
  resumed: EventStream[];
  repeats: { status: number; messageId?: string; repeatedId: string }[];
}

async function killMidAnswer(): Promise<Answers> {
  const lane = await Lane.open({ script: SCRIPT });
  const result: Answers = { lane, struck: 0, resumed: [], repeats: [] };
  const all: Asked[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const asked = await askMany(lane, kill);
    all.push(...asked);
    // Answers of which some have been begun a while ago, some just now.
    await waitFor('the last one to begin', () => asked[STREAMS - 1].stream!.of('delta').length > 1, {
      timeoutMs: 60_000,
    });
    const hold = await TableHold.on(lane.databaseUrl, 'messages');
    // Nobody will ever hear whether this one was stored.
    const unheard: Asked = {
      clientMessageId: lane.newId(),
      content: `Is question ${kill} unheard?`,
      acknowledged: false,
    };
    const lost = open(lane, unheard).catch(() => undefined);
    await hold.untilSomebodyWaits();
    result.struck += asked.filter(
      ({ stream }) => stream && stream.of('delta').length > 0 && !isOver(stream),
    ).length;
    await lane.kill();
    await hold.drop();
    await lost;
    for (const { stream } of asked) await stream?.end;
    await lane.start();
    lane.ledger.questions.push(unheard);
    all.push(unheard);
  }
  await comeBack(lane, all, result);
  return result;
}

/** Streams that begin one after the other, one that waits behind the first, and one for JSON. */
async function askMany(lane: Lane, kill: number): Promise<Asked[]> {
  const asked: Asked[] = [];
  const ask = async (content: string, conversationId?: string) => {
    const question: Asked = {
      clientMessageId: lane.newId(),
      content,
      acknowledged: true,
      answer: ANSWER,
      conversationId,
    };
    asked.push(question);
    lane.ledger.questions.push(question);
    question.stream = await open(lane, question);
    await question.stream.until((events) => events.length > 0);
    question.conversationId = question.stream.of('started')[0].data.conversationId;
    return question;
  };
  for (let at = 0; at < STREAMS; at++) await ask(`What is question ${kill}.${at}?`);
  await ask(`And what waits behind ${kill}.0?`, asked[0].conversationId);
  const json: Asked = {
    clientMessageId: lane.newId(),
    content: `What is ${kill} as JSON?`,
    acknowledged: false,
    answer: ANSWER,
  };
  lane.ledger.questions.push(json);
  asked.push(json);
  // Its answer will not arrive.
  void lane.api.post(`/bots/${lane.botId}/chat`, bodyOf(json)).then(
    () => undefined,
    () => undefined,
  );
  await waitFor(
    'the JSON question to be stored',
    async () =>
      (await lane.query('SELECT 1 FROM messages WHERE client_message_id = $1', [json.clientMessageId]))
        .length > 0,
  );
  return asked;
}

/** Every other client resumes its stream; the others, and those who heard nothing, send their question again. */
async function comeBack(lane: Lane, asked: Asked[], { resumed, repeats }: Answers): Promise<void> {
  await Promise.all(
    asked.map(async (question, at) => {
      const before = question.stream;
      const messageId = before?.of('started')[0]?.data.messageId as string | undefined;
      if (before && messageId && at % 2 === 0 && !isOver(before)) {
        const url = `${lane.app.url}/api/v1/messages/${messageId}/stream`;
        const stream = await EventStream.open(url, { token: lane.token, lastEventId: before.lastId });
        await stream.all();
        // What the client has is what it had, and what came on top.
        stream.events.unshift(...before.events);
        resumed.push(stream);
      } else {
        const { status, body } = await lane.api.post(`/bots/${lane.botId}/chat`, bodyOf(question));
        repeats.push({ status, messageId, repeatedId: body.message?.id });
      }
    }),
  );
}

/** One question over which the process dies until it is given up, and one that waits behind it. */
async function killOverOneQuestion(): Promise<Lane> {
  const lane = await Lane.open({ script: SCRIPT });
  const poison: Asked = {
    clientMessageId: lane.newId(),
    content: 'Why is it that this never ends?',
    acknowledged: true,
    status: 'failed',
  };
  lane.ledger.questions.push(poison);
  const stream = await open(lane, poison);
  const [{ data }] = await stream.until((events) => events.length > 0);
  const next: Asked = {
    clientMessageId: lane.newId(),
    content: 'What comes next?',
    acknowledged: true,
    answer: ANSWER,
    conversationId: data.conversationId,
  };
  lane.ledger.questions.push(next);
  await (await open(lane, next)).until((events) => events.length > 0);
  for (let attempt = 1; attempt <= 3; attempt++) {
    await waitFor(
      `attempt ${attempt}`,
      async () =>
        (await lane.query('SELECT 1 FROM messages WHERE id = $1 AND attempt = $2', [data.messageId, attempt]))
          .length > 0,
      { timeoutMs: 60_000 },
    );
    await lane.kill();
    await lane.start();
  }
  await waitFor(
    'the next question to be answered',
    async () => (await lane.query(`SELECT 1 FROM messages WHERE status = 'streaming'`)).length === 0,
    { timeoutMs: 60_000, everyMs: 100 },
  );
  return lane;
}

/** Mid-ingestion and mid-answer at once, on the database that the app brings along. */
async function killEmbedded(): Promise<Lane> {
  const file = longText('embedded', 200);
  const lane = await Lane.open({ script: SCRIPT, embedded: true });
  await lane.learn(file);
  const question: Asked = {
    clientMessageId: lane.newId(),
    content: 'Will it last?',
    acknowledged: true,
    answer: ANSWER,
  };
  lane.ledger.questions.push(question);
  const stream = await open(lane, question);
  await stream.until((events) => events.some(({ event }) => event === 'delta'));
  const hold = await TableHold.on(lane.databaseUrl, 'indexed_documents');
  await lane.upload(file);
  await hold.untilSomebodyWaits();
  await lane.kill();
  await hold.abandon();
  await lane.start();
  await lane.untilRead();
  await waitFor(
    'the answer',
    async () => (await lane.query(`SELECT 1 FROM messages WHERE status = 'streaming'`)).length === 0,
    { timeoutMs: 60_000, everyMs: 100 },
  );
  return lane;
}

function open(lane: Lane, question: Asked): Promise<EventStream> {
  return EventStream.open(`${lane.app.url}/api/v1/bots/${lane.botId}/chat`, {
    method: 'POST',
    token: lane.token,
    body: bodyOf(question),
  });
}

function bodyOf({ content, clientMessageId, conversationId }: Asked): object {
  return { message: content, clientMessageId, conversationId };
}

function isOver(stream: EventStream): boolean {
  return stream.events.some(({ event }) => event === 'completed' || event === 'failed');
}
