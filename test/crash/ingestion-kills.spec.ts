import { request as httpRequest } from 'node:http';

import { AppProcess } from '../support/app-process.js';
import { waitFor } from '../support/wait-for.js';
import { Lane } from './lane.js';
import { example, longText, type SourceFile } from './material.js';
import { TableHold } from './table-hold.js';

/** How often every moment of an ingestion is struck. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1);
/** Kills of one and the same job, one after the other. */
const KILLS_OF_ONE_JOB = Number(process.env.CRASH_KILLS_OF_ONE_JOB ?? 5);

/** Copies of a file under other names: the same chunks, other documents. */
const TWINS = ['a', 'b', 'c'];

/** Brings the lane to a moment. */
type Moment = (lane: Lane, file: SourceFile) => Promise<Aftermath>;

interface Aftermath {
  /** Once the app is dead. */
  afterKill?: () => Promise<void>;
  /** What the client does who has not heard back, once the app is there again. */
  afterStart?: () => Promise<unknown>;
}

const MOMENTS: Record<string, Moment> = {
  'while the upload arrives': async (lane, file) => {
    const broken = startUpload(lane, file);
    await broken.halfSent;
    return { afterKill: () => broken.over, afterStart: () => lane.upload(file) };
  },

  'before the accepting transaction commits': async (lane, file) => {
    const hold = await TableHold.on(lane.databaseUrl, 'outbox_events');
    const upload = lane.upload(file).then(
      () => true,
      () => false,
    );
    await hold.untilSomebodyWaits();
    return {
      afterKill: async () => {
        expect(await upload).toBe(false);
        await hold.drop();
      },
      afterStart: () => lane.upload(file),
    };
  },

  'between commit and enqueue': async (lane, file) => {
    const hold = await TableHold.on(lane.databaseUrl, 'bullmq.job');
    const [id] = await lane.upload(file);
    await hold.untilSomebodyWaits();
    expect(await lane.query('SELECT 1 FROM bullmq.job WHERE data ->> $1 = $2', ['documentId', id])).toEqual(
      [],
    );
    return { afterKill: () => hold.drop() };
  },

  'while it waits in line': async (lane, file) => {
    const hold = await TableHold.on(lane.databaseUrl, 'staged_chunks');
    // More than the workers take at once.
    await lane.upload(file, ...TWINS.map((twin) => twinOf(file, twin)));
    await hold.untilSomebodyWaits();
    await waitFor('a job in line', () => someAre(lane, `bullmq.job WHERE state = 'waiting'`), {
      timeoutMs: 60_000,
    });
    return { afterKill: () => hold.drop() };
  },

  'as soon as it is claimed': async (lane, file) => {
    await lane.upload(file);
    // What a dead run has claimed looks the same for a while, but for its age.
    await waitFor(
      'a claim',
      () => someAre(lane, `documents WHERE lease_until > now() + interval '29 seconds'`),
      {
        timeoutMs: 60_000,
        everyMs: 2,
      },
    );
    return {};
  },

  'before its first chunk is written': async (lane, file) => {
    const hold = await TableHold.on(lane.databaseUrl, 'staged_chunks');
    await lane.upload(file);
    await hold.untilSomebodyWaits();
    return { afterKill: () => hold.drop() };
  },

  'between two batches of chunks': async (lane, file) => {
    await lane.upload(file);
    await untilStaged(lane);
    return {};
  },

  'in the publishing transaction': async (lane, file) => {
    const hold = await TableHold.on(lane.databaseUrl, 'indexed_documents');
    await lane.upload(file);
    await hold.untilSomebodyWaits();
    return { afterKill: () => hold.drop() };
  },

  'published, with the job not yet ticked off': async (lane, file) => {
    await lane.upload(file);
    await untilStaged(lane);
    const hold = await TableHold.on(lane.databaseUrl, 'bullmq.job');
    const published = `documents d JOIN bullmq.job j ON j.id = d.version::text
      WHERE d.status = 'ready' AND j.state = 'active'`;
    await waitFor('a ready document with an active job', () => someAre(lane, published), {
      timeoutMs: 60_000,
    });
    return { afterKill: () => hold.drop() };
  },
};

describe('an app that is killed while documents are being read', () => {
  let moments: Promise<Lane>;
  let sameJob: Promise<{ lane: Lane; id: string }>;

  // Both spend most of their time waiting for locks of the dead to run out, so they do it side by side.
  beforeAll(async () => {
    const files = await material();
    moments = killAtEveryMoment(files);
    sameJob = killOneJob(files[0]);
    await Promise.allSettled([moments, sameJob]);
  }, 400_000);
  afterAll(async () => {
    await Promise.allSettled([
      moments?.then((lane) => lane.close()),
      sameJob?.then(({ lane }) => lane.close()),
    ]);
    await AppProcess.killAll();
  }, 60_000);

  it('has them as in an undisturbed run within a minute, whatever the moment', async () => {
    const lane = await moments;
    expect(lane.ledger.documents.length).toBeGreaterThanOrEqual(Object.keys(MOMENTS).length * ROUNDS);
    expect(await lane.faults()).toEqual([]);
  }, 60_000);

  it('answers from them, and from nothing twice', async () => {
    const lane = await moments;
    const answer = await lane.api.post(`/bots/${lane.botId}/search`, {
      query: 'how many crates does shelf 42 hold',
      topK: 20,
    });
    expect(answer.status).toBe(200);
    expect(answer.body.items.length).toBeGreaterThan(0);
    const chunks = answer.body.items.map(({ chunkId }: { chunkId: string }) => chunkId);
    expect(new Set(chunks).size).toBe(chunks.length);
  });

  it(`brings a job to its end that was killed ${KILLS_OF_ONE_JOB} times in a row`, async () => {
    const { lane, id } = await sameJob;
    expect(await lane.faults()).toEqual([]);
    const [{ attempts }] = await lane.query<{ attempts: number }>(
      'SELECT attempts FROM documents WHERE id = $1',
      [id],
    );
    expect(attempts).toBeGreaterThan(KILLS_OF_ONE_JOB);
  }, 60_000);

  it('leaves no process behind that read for the dead', async () => {
    for (const { app } of [await moments, (await sameJob).lane]) {
      const children = await app.extractionChildren();
      await app.stop();
      await waitFor('its children to end', () => children.every(({ pid }) => !isAlive(pid)));
    }
  });
});

/** One file for each moment of each round; two of them are documents as people have them. */
async function material(): Promise<SourceFile[]> {
  const count = Object.keys(MOMENTS).length * ROUNDS;
  const texts = Array.from({ length: count }, (_, at) => longText(`stores-${at}`, 200));
  const pdf = Object.keys(MOMENTS).indexOf('as soon as it is claimed');
  texts[pdf] = await example('nordlicht-battery-handbook.pdf', 'battery.pdf');
  const docx = Object.keys(MOMENTS).indexOf('between commit and enqueue');
  texts[docx] = await example('harbour-view-staff-handbook.docx', 'staff.docx');
  return texts;
}

async function killAtEveryMoment(files: SourceFile[]): Promise<Lane> {
  const lane = await Lane.open({ env: { INGESTION_CONCURRENCY: '2' } });
  await lane.learn(...files);
  const { reference } = lane.ledger;
  for (const file of files) {
    for (const twin of TWINS) reference.set(twinOf(file, twin).name, reference.get(file.name)!);
  }
  for (let at = 0; at < files.length; at++) {
    const reach = Object.values(MOMENTS)[at % Object.keys(MOMENTS).length];
    const { afterKill, afterStart } = await reach(lane, files[at]);
    await lane.kill();
    await afterKill?.();
    await lane.start();
    await afterStart?.();
  }
  await lane.untilRead();
  return lane;
}

/** Every other time right after the claim, else with chunks written already. */
async function killOneJob(file: SourceFile): Promise<{ lane: Lane; id: string }> {
  const lane = await Lane.open();
  await lane.learn(file);
  const [id] = await lane.upload(file);
  for (let kill = 1; kill <= KILLS_OF_ONE_JOB; kill++) {
    await waitFor(`run ${kill}`, async () => (await runsOf(lane, id)) === kill, {
      timeoutMs: 60_000,
      everyMs: 5,
    });
    if (kill % 2 === 0) await untilStaged(lane);
    await lane.kill();
    await lane.start();
  }
  await lane.untilRead();
  return { lane, id };
}

function twinOf({ name, content }: SourceFile, twin: string): SourceFile {
  const at = name.lastIndexOf('.');
  return { name: `${name.slice(0, at)}-${twin}${name.slice(at)}`, content };
}

/** Which document it is does not matter: one that an earlier kill has interrupted will do as well as the new one. */
async function someAre(lane: Lane, rows: string): Promise<boolean> {
  return (await lane.query(`SELECT 1 FROM ${rows} LIMIT 1`)).length > 0;
}

async function untilStaged(lane: Lane): Promise<void> {
  const fresh = `staged_chunks s JOIN documents d ON d.attempt = s.version
    WHERE d.lease_until > now() + interval '28 seconds'`;
  await waitFor('chunks that are not published', () => someAre(lane, fresh), {
    timeoutMs: 60_000,
    everyMs: 2,
  });
}

async function runsOf(lane: Lane, id: string): Promise<number> {
  const [{ attempts }] = await lane.query<{ attempts: number }>(
    'SELECT attempts FROM documents WHERE id = $1',
    [id],
  );
  return attempts;
}

/** A client whose connection breaks in the middle of a file. */
function startUpload(
  lane: Lane,
  { name, content }: SourceFile,
): { halfSent: Promise<void>; over: Promise<void> } {
  const head = `--half\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n`;
  const upload = httpRequest(`${lane.app.url}/api/v1/bots/${lane.botId}/documents`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${lane.token}`,
      'Content-Type': 'multipart/form-data; boundary=half',
      'Content-Length': head.length + content.length + '\r\n--half--\r\n'.length,
    },
  });
  const over = new Promise<void>((resolve) =>
    upload.on('error', () => resolve()).on('close', () => resolve()),
  );
  const halfSent = new Promise<void>((resolve) => {
    upload.write(head);
    upload.write(content.subarray(0, content.length / 2), () => resolve());
  });
  return { halfSent, over };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
