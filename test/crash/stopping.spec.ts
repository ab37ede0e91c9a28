import { AppProcess, type Exit } from '../support/app-process.js';
import { EventStream } from '../support/event-stream.js';
import { waitFor } from '../support/wait-for.js';
import { Lane } from './lane.js';
import type { AskedQuestion } from './ledger.js';
import { longText } from './material.js';

const STREAMS = Number(process.env.CRASH_STREAMS_AT_STOP ?? 30);
const DOCUMENTS = 10;
/** What operators give a container before it is killed. */
const STOP_WITHIN_MS = 30_000;

interface Probe {
  at: number;
  status: number;
  code?: string;
  connection: string | null;
}

/** Nobody waits for the end of these. */
const LONG = { tokens: 2_000, tokensPerSecond: 10 };
const SHORT = { tokens: ['All ', 'is ', 'well.'] };
const ANSWER = 'All is well.';

describe('an app that is told to stop under load', () => {
  let lane: Lane;
  let exit: Exit;
  let tookMs: number;
  let streams: { stream: EventStream; endedAt: number }[];
  let json: Awaited<ReturnType<typeof askForJson>>;
  let probes: Probe[];
  let refused: { status: number; code?: string }[];

  beforeAll(async () => {
    const files = Array.from({ length: DOCUMENTS }, (_, at) => longText(`stop-${at}`, 120));
    lane = await Lane.open({ script: LONG });
    await lane.learn(...files);
    streams = await openStreams(lane);
    const waiting = askForJson(lane);
    await lane.upload(...files);
    await waitFor(
      'documents at work',
      async () => (await lane.query(`SELECT 1 FROM documents WHERE status = 'processing'`)).length > 0,
    );

    const { app } = lane;
    const started = performance.now();
    const stopped = app.stop().then((outcome) => {
      tookMs = performance.now() - started;
      return outcome;
    });
    [probes, refused] = await Promise.all([probeUntilGone(app), writeUntilGone(lane), stopped]);
    exit = await stopped;
    json = await waiting;
    await Promise.all(streams.map(({ stream }) => stream.end));
  }, 200_000);
  afterAll(async () => {
    await lane?.close();
    await AppProcess.killAll();
  }, 60_000);

  it('ends by itself, in time, with success', () => {
    const complaints = lane.app.log.filter(({ level, requestId }) => Number(level) >= 50 && !requestId);
    expect({ ...exit, complaints }).toEqual({ code: 0, signal: null, complaints: [] });
    expect(tookMs).toBeLessThan(STOP_WITHIN_MS);
  });

  it('says first that it is not ready, while it still serves', () => {
    const unready = probes.find(({ status }) => status === 503);
    // A connection that is kept alive and used would hold the server open.
    expect(unready).toMatchObject({ code: 'service.stopping', connection: 'close' });
    expect(unready!.at).toBeLessThan(Math.min(...streams.map(({ endedAt }) => endedAt)));
    expect(probes.map(({ status }) => status)).not.toContain(500);
  });

  it('ends every stream with an event that says why', () => {
    expect(streams).toHaveLength(STREAMS);
    for (const { stream } of streams) {
      expect(stream.events.at(-1)).toMatchObject({
        event: 'failed',
        data: { problem: { code: 'service.stopping', status: 503, detail: expect.any(String) } },
      });
    }
    expect(json).toMatchObject({ status: 503, body: { code: 'service.stopping' } });
    expect(json.headers['retry-after']).toBeDefined();
  });

  it('refuses what comes late, and never half', () => {
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, code: 'service.stopping' });
  });

  it('gives back what it was at, so that nobody has to wait for its leases to run out', async () => {
    const held = await lane.query(`SELECT id FROM bullmq.job WHERE state = 'active'
      UNION ALL SELECT id::text FROM documents WHERE attempt IS NOT NULL
      UNION ALL SELECT id::text FROM messages WHERE lease_owner IS NOT NULL`);
    expect(held).toEqual([]);
    const open = await lane.query(`SELECT 1 FROM messages WHERE status = 'streaming'`);
    expect(open.length).toBeGreaterThanOrEqual(STREAMS);
  });

  it('has lost nothing that it had acknowledged: all of it is done after the next start', async () => {
    await lane.start({ script: SHORT });
    await lane.untilRead();
    await waitFor(
      'every answer',
      async () => (await lane.query(`SELECT 1 FROM messages WHERE status = 'streaming'`)).length === 0,
      { timeoutMs: 60_000, everyMs: 100 },
    );
    expect(lane.ledger.questions.length).toBeGreaterThan(STREAMS);
    expect(lane.ledger.documents.length).toBeGreaterThanOrEqual(DOCUMENTS);
    expect(await lane.faults()).toEqual([]);
  }, 120_000);
});

describe('an extraction child that is killed alone', () => {
  const KILLS = 2;
  let lane: Lane;
  let calm: number[];
  let busy: number[];
  let killed: number[];
  let appBefore: number;

  beforeAll(async () => {
    const file = longText('killed', 1_500);
    lane = await Lane.open();
    appBefore = lane.app.pid;
    calm = await latencies(lane, () => lane.learn(file));
    killed = [];
    busy = await latencies(lane, async () => {
      const [id] = await lane.upload(file);
      while (killed.length < KILLS) {
        await waitFor(
          'the document at work',
          async () =>
            (await lane.query(`SELECT 1 FROM documents WHERE id = $1 AND status = 'processing'`, [id]))
              .length > 0,
          { timeoutMs: 60_000, everyMs: 5 },
        );
        const children = (await lane.app.extractionChildren()).filter(({ pid }) => !killed.includes(pid));
        for (const { pid } of children) process.kill(pid, 'SIGKILL');
        killed.push(...children.map(({ pid }) => pid));
      }
      await lane.untilRead();
    });
  }, 200_000);
  afterAll(async () => {
    await lane?.close();
    await AppProcess.killAll();
  }, 60_000);

  it('costs its document another try, not its chunks', async () => {
    expect(killed.length).toBeGreaterThanOrEqual(KILLS);
    expect(await lane.faults()).toEqual([]);
  }, 60_000);

  it('is not felt by anybody else', () => {
    expect(lane.app.running && lane.app.pid).toBe(appBefore);
    // Beside the same reading without a kill: the machine may be busy with other things.
    expect(p99(busy)).toBeLessThan(Math.max(250, 3 * p99(calm)));
  });

  it('is said in the log, by document', () => {
    const lines = lane.app.log.filter(({ msg }) => String(msg).includes(lane.ledger.documents.at(-1)!.id));
    expect(lines).not.toEqual([]);
  });

  it('leaves no process behind', async () => {
    const children = await lane.app.extractionChildren();
    await expect(lane.app.stop()).resolves.toEqual({ code: 0, signal: null });
    await waitFor('its children to end', () =>
      [...killed, ...children.map(({ pid }) => pid)].every((pid) => !isAlive(pid)),
    );
  }, 60_000);
});

async function openStreams(lane: Lane): Promise<{ stream: EventStream; endedAt: number }[]> {
  return Promise.all(
    Array.from({ length: STREAMS }, async (_, at) => {
      const question = enter(lane, `What about ${at}?`, true);
      const stream = await EventStream.open(`${lane.app.url}/api/v1/bots/${lane.botId}/chat`, {
        method: 'POST',
        token: lane.token,
        body: bodyOf(question),
      });
      const record = { stream, endedAt: Infinity };
      void stream.end.then(() => (record.endedAt = performance.now()));
      await stream.until((events) => events.some(({ event }) => event === 'delta'));
      return record;
    }),
  );
}

async function askForJson(lane: Lane) {
  const { status, body, headers } = await lane.api.post(
    `/bots/${lane.botId}/chat`,
    bodyOf(enter(lane, 'JSON?', false)),
  );
  return { status, body, headers };
}

/** As a load balancer asks, until nobody answers. */
async function probeUntilGone(app: AppProcess) {
  const seen: Probe[] = [];
  while (app.running) {
    try {
      const answer = await fetch(`${app.url}/health/ready`, { signal: AbortSignal.timeout(10_000) });
      const { code } = (await answer.json()) as { code?: string };
      const connection = answer.headers.get('connection');
      seen.push({ at: performance.now(), status: answer.status, code, connection });
    } catch {
      // Gone, or about to be.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return seen;
}

/** A client that does not care: asks and sends texts on and on, and enters what was acknowledged. */
async function writeUntilGone(lane: Lane): Promise<{ status: number; code?: string }[]> {
  const refused: { status: number; code?: string }[] = [];
  for (let at = 0; lane.app.running && at < 200; at++) {
    const question = enter(lane, `Too late for ${at}?`, false);
    try {
      const stream = await EventStream.open(`${lane.app.url}/api/v1/bots/${lane.botId}/chat`, {
        method: 'POST',
        token: lane.token,
        body: bodyOf(question),
      });
      if (stream.response.ok) {
        await stream.until((events) => events.length > 0);
        question.acknowledged = stream.of('started').length > 0;
        stream.close();
      } else {
        const { code } = (await stream.response
          .clone()
          .json()
          .catch(() => ({}))) as { code?: string };
        refused.push({ status: stream.response.status, code });
      }
    } catch {
      // The door is closed.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return refused;
}

function enter(lane: Lane, content: string, acknowledged: boolean): AskedQuestion {
  const question: AskedQuestion = { clientMessageId: lane.newId(), content, acknowledged, answer: ANSWER };
  lane.ledger.questions.push(question);
  return question;
}

function bodyOf({ content, clientMessageId }: AskedQuestion): object {
  return { message: content, clientMessageId };
}

/** Milliseconds of requests, one after the other, while `work` goes on. */
async function latencies(lane: Lane, work: () => Promise<void>): Promise<number[]> {
  const taken: number[] = [];
  let over = false;
  const asking = (async () => {
    while (!over) {
      const began = performance.now();
      const { status } = await lane.api.get(`/bots/${lane.botId}`);
      expect(status).toBe(200);
      taken.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await work().finally(() => (over = true));
  await asking;
  return taken;
}

function p99(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
