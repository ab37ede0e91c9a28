import childProcess, { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DEFAULT_CHUNKING } from '../../src/documents/domain/chunking/chunking-options.js';
import type { DomainError } from '../../src/kernel/domain-error.js';
import { MIME } from '../../src/documents/infrastructure/content-type/mime-types.js';
import type { ChildProcessTextExtraction } from '../../src/documents/infrastructure/extraction/child-process-text.extraction.js';
import { codeOf, extract, newExtraction, TestFiles } from './extraction.fixtures.js';

const files = new TestFiles();
const opened: ChildProcessTextExtraction[] = [];
const started = (options = {}) => {
  const extraction = newExtraction(options);
  opened.push(extraction);
  return extraction;
};
const words = (count: number) => 'Some plain words stand here in a row. '.repeat(count);
/** Work for many seconds. */
const endless = () => files.write(`| a |\n|---|\n${`| ${'*x* _y_ '.repeat(200)}|\n`.repeat(8_000)}`);

afterEach(() => {
  for (const extraction of opened.splice(0)) extraction.onModuleDestroy();
});
afterAll(() => files.remove());

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

describe('extraction children', () => {
  it('are started when needed, reused, and ended when idle', async () => {
    const extraction = started({ idleMs: 300 });
    const path = files.write(words(10));
    expect(extraction.pool.children).toHaveLength(0);
    await extract(extraction, path, MIME.text);
    const [first] = extraction.pool.children;
    await extract(extraction, path, MIME.text);
    expect(extraction.pool.children.map(({ pid }) => pid)).toEqual([first.pid]);
    await until(() => extraction.pool.children.length === 0);
    expect(isAlive(first.pid!)).toBe(false);
  });

  it('that cannot be started fail their document at once, and take nobody’s place', async () => {
    const extraction = started({ concurrency: 1 });
    const path = files.write(words(10));
    const { fork } = childProcess;
    const nowhere = jest
      .spyOn(childProcess, 'fork')
      .mockImplementation(((entry: string, args: string[], options: object) =>
        fork(entry, args, { ...options, execPath: '/nowhere/node' })) as typeof fork);
    for (let i = 0; i < 2; i++) {
      expect(await codeOf(extract(extraction, path, MIME.text))).toBe('document.extractor_crashed');
    }
    nowhere.mockRestore();
    await extract(extraction, path, MIME.text);
  });

  it('are never more than allowed, and serve whoever waits in order', async () => {
    const extraction = started({ concurrency: 1 });
    const order: number[] = [];
    const path = files.write(words(10));
    await Promise.all(
      [0, 1, 2, 3].map((index) => extract(extraction, path, MIME.text).then(() => order.push(index))),
    );
    expect(order).toEqual([0, 1, 2, 3]);
    expect(extraction.pool.children).toHaveLength(1);
  });

  it('that are killed make the document worth a retry, and the next one gets a new child (K-08)', async () => {
    const extraction = started({ concurrency: 1 });
    const reading = codeOf(extract(extraction, endless(), MIME.markdown));
    await until(() => extraction.pool.children.length === 1);
    process.kill(extraction.pool.children[0].pid!, 'SIGKILL');
    expect(await reading).toBe('document.extractor_crashed');
    const { summary } = await extract(extraction, files.write(words(3)), MIME.text);
    expect(summary.chunkCount).toBe(1);
  });

  it('that take too long are killed', async () => {
    const extraction = started({ deadlineMs: 700 });
    const error = await extract(extraction, endless(), MIME.markdown).catch((thrown: DomainError) => thrown);
    expect(error).toMatchObject({ code: 'document.timeout', kind: 'invalid' });
    await until(() => extraction.pool.children.length === 0);
  });

  it('that run out of heap say that the document is too complex', async () => {
    const extraction = started({ heapMb: 40 });
    const html = `<html><body>${'<p>a<b>b</b></p>'.repeat(400_000)}</body></html>`;
    expect(await codeOf(extract(extraction, files.write(html), MIME.html))).toBe('document.too_complex');
  });

  it('that grow beyond their memory end themselves', async () => {
    const extraction = started({ maxRssMb: 30 });
    expect(await codeOf(extract(extraction, endless(), MIME.markdown))).toBe('document.too_complex');
  });

  it('are killed when the caller aborts, or leaves the loop', async () => {
    const extraction = started();
    const abort = new AbortController();
    const reading = extract(extraction, endless(), MIME.markdown, abort.signal);
    await until(() => extraction.pool.children.length === 1);
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await until(() => extraction.pool.children.length === 0);
    const path = files.write(words(100_000));
    for await (const batch of extraction.read(
      { path, mimeType: MIME.text },
      DEFAULT_CHUNKING,
      new AbortController().signal,
      () => undefined,
    )) {
      expect(batch.length).toBeLessThanOrEqual(64);
      break;
    }
    await until(() => extraction.pool.children.length === 0);
  });

  it('wait for a slow consumer, and the waiting is not counted as their time', async () => {
    const extraction = started({ deadlineMs: 12_000 });
    const path = files.write(words(100_000));
    let read = 0;
    const stages: number[] = [];
    const batches = extraction.read(
      { path, mimeType: MIME.text },
      DEFAULT_CHUNKING,
      new AbortController().signal,
      (_stage, fraction) => stages.push(fraction),
    );
    await batches.next();
    await new Promise((resolve) => setTimeout(resolve, 13_000));
    const early = stages.at(-1) ?? 0;
    for (let next = await batches.next(); !next.done; next = await batches.next()) read += next.value.length;
    expect(early).toBeLessThan(0.5); // a few batches ahead, not the file
    expect(read).toBeGreaterThan(3_000);
  });

  it('see nothing of the environment of the server', async () => {
    process.env.KYRO_SECRET_CANARY = 'secret';
    const extraction = started();
    await extract(extraction, files.write(words(3)), MIME.text);
    const environment = readFileSync(`/proc/${extraction.pool.children[0].pid}/environ`, 'latin1');
    delete process.env.KYRO_SECRET_CANARY;
    expect(environment).toContain('NODE_ENV');
    expect(environment).not.toMatch(/CANARY|PATH=|HOME=|DATABASE/);
  });

  it('die with the server, in the middle of a document too', async () => {
    const path = endless();
    // A server of its own, that is killed while its child is busy and cannot hear that the channel closed.
    const script = `
      import { fork } from 'node:child_process';
      const child = fork(process.argv[1], ['1000'], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      child.send({ type: 'job', id: 1, source: { path: process.argv[2], mimeType: 'text/markdown' }, options: { maxChars: 1000, overlapChars: 0 }, limits: { maxChars: 1e9 }, credits: 1e9 });
      child.once('message', () => { console.log(child.pid); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 500); });
    `;
    const entry = (await import('../../src/documents/infrastructure/extraction/child-entry.js')).childEntry(
      process.env.KYRO_EXTRACTION_CHILD,
    );
    const output = await new Promise<string>((resolve) =>
      execFile(process.execPath, ['--input-type=module', '-e', script, entry, path], (_error, stdout) =>
        resolve(stdout),
      ),
    );
    const pid = Number(output.trim());
    expect(pid).toBeGreaterThan(1);
    await until(() => !isAlive(pid));
  });
});

describe('memory of a long text', () => {
  it('does not grow with the file', async () => {
    const extraction = started({ concurrency: 1 });
    await extract(extraction, files.write(words(140_000)), MIME.text); // 5 MB
    const status = readFileSync(`/proc/${extraction.pool.children[0].pid}/status`, 'latin1');
    const peakMb = Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024;
    expect(peakMb).toBeLessThan(150);
  });
});
