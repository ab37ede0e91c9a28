import { Readable } from 'node:stream';

import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';

import { DomainError } from '../../src/kernel/domain-error.js';
import { IngestionPipeline } from '../../src/documents/application/ingestion/ingestion.pipeline.js';
import { IngestionReconciler } from '../../src/documents/application/ingestion-reconciler.service.js';
import { DocumentRepository } from '../../src/documents/application/ports/document-repository.port.js';
import { TextExtraction } from '../../src/documents/application/ports/text-extraction.port.js';
import { newId } from '../../src/kernel/id.js';
import { PurgeDocuments } from '../../src/documents/application/purge-documents.service.js';
import { contentKey } from '../../src/documents/domain/storage-keys.js';
import { FileStorage } from '../../src/platform/storage/index.js';
import { JobQueues } from '../../src/platform/queue/index.js';
import { FakeTextExtraction } from '../fakes/fake-text.extraction.js';
import { DocumentRoom } from '../support/document-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const paragraphs = (word: string, count: number) =>
  Array.from({ length: count }, (_, i) => `The ${word} number ${i} is kept in drawer ${i}.`).join('\n\n');

describe('ingestion', () => {
  let server: TestApp;
  let extraction: FakeTextExtraction;
  let room: DocumentRoom;

  beforeAll(async () => {
    server = await startTestApp({
      override: (builder) =>
        builder.overrideProvider(TextExtraction).useValue((extraction = new FakeTextExtraction())),
    });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    room = await DocumentRoom.open(server);
    extraction.batchSize = 64;
    extraction.deaf = false;
  });
  afterEach(() => room.close());

  it('makes many batches visible at once', async () => {
    extraction.batchSize = 4;
    const release = extraction.hold(3);
    const { id } = await room.add('big.txt', paragraphs('lamp', 20));
    await waitFor('three staged batches', async () => (await room.indexRows(id)).staged >= 8);
    expect(await room.found('lamp')).toEqual([]);
    release();
    expect(await room.ready(id)).toMatchObject({ chunkCount: 20, progress: 100, stage: null });
    expect(await room.indexRows(id)).toEqual({ chunks: 20, lexemes: 20, staged: 0 });
    expect(await room.found('lamp number 19')).toContain('The lamp number 19 is kept in drawer 19.');
  });

  describe('of the same content again', () => {
    it('does no work and keeps no second file', async () => {
      const first = await room.add('a.txt', 'The kettle is blue.');
      await room.ready(first.id);
      const readings = extraction.readings;
      const second = await room.add('a.txt', 'The kettle is blue.');
      expect(second).toMatchObject({ id: first.id, status: 'ready', sha256: first.sha256 });
      await waitFor('the second file to go', async () => (await room.files()).length === 1);
      expect(extraction.readings).toBe(readings);
    });

    it('tries again when it had failed', async () => {
      extraction.failures.push(new DomainError('document.invalid', 'invalid'));
      const { id } = await room.add('a.txt', 'The kettle is blue.');
      expect(await room.settled(id)).toMatchObject({ status: 'failed', error: { code: 'document.invalid' } });
      expect(await room.add('a.txt', 'The kettle is blue.')).toMatchObject({
        id,
        status: 'queued',
        error: null,
      });
      await room.ready(id);
    });
  });

  it('of one file that is sent twenty times at once makes one document', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => room.upload({ 'a.txt': 'The kettle is blue.' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const ids = new Set(answers.map(({ body }) => body.items[0].id));
    expect(ids.size).toBe(1);
    const [id] = ids;
    await room.ready(id);
    expect(await room.indexRows(id)).toEqual({ chunks: 1, lexemes: 1, staged: 0 });
    await waitFor('the other files to go', async () => (await room.files()).length === 1);
  });

  it('survives twenty contents, reprocessings and deletions of one name at once', async () => {
    const jobs = Array.from({ length: 20 }, async (_, i) => {
      const { id } = await room.add('a.txt', `The kettle is blue, says version ${i}.`);
      if (i % 4 === 1) await room.user.api.post(`/documents/${id}/reprocess`);
      if (i % 4 === 3) await room.user.api.delete(`/documents/${id}`);
    });
    await Promise.all(jobs);
    await waitFor('everything to settle', async () => {
      const list = await room.user.api.get(`/bots/${room.bot.id}/documents`);
      return list.body.items.every((d: { status: string }) => d.status === 'ready');
    });
    const list = await room.user.api.get(`/bots/${room.bot.id}/documents`);
    expect(list.body.items.length).toBeLessThanOrEqual(1);
    expect(await room.found('kettle')).toHaveLength(list.body.items.length);
    await waitFor(
      'one file for each document',
      async () => (await room.files()).length === list.body.items.length,
    );
    const staged = await room.sql('SELECT 1 FROM staged_chunks WHERE bot_id = $1', [room.bot.id]);
    expect(staged).toEqual([]);
  });

  describe('of another content under the same name', () => {
    it('lets the old one answer until the new one is ready, then only the new one', async () => {
      const { id } = await room.add('hours.txt', 'We open at nine.');
      await room.ready(id);
      const release = extraction.hold();
      expect(await room.add('hours.txt', 'We open at ten.')).toMatchObject({ id, status: 'queued' });
      await waitFor('the reading to begin', () => extraction.waiting === 1);
      expect(await room.found('when do we open')).toEqual(['We open at nine.']);
      release();
      await room.ready(id);
      expect(await room.found('when do we open')).toEqual(['We open at ten.']);
      await waitFor('the old file to go', async () => (await room.files()).length === 1);
    });

    it('overtakes a reading that is going on', async () => {
      extraction.batchSize = 1;
      const release = extraction.hold(1);
      const { id } = await room.add('hours.txt', 'We open at nine.\n\nWe close at six.');
      await waitFor('the reading to begin', () => extraction.waiting === 1);
      await room.add('hours.txt', 'We open at ten.\n\nWe close at seven.');
      release();
      expect(await room.ready(id)).toMatchObject({ chunkCount: 2 });
      expect(await room.indexRows(id)).toEqual({ chunks: 2, lexemes: 2, staged: 0 });
      expect(await room.found('when do we close')).toContain('We close at seven.');
      expect(await room.found('when do we close')).not.toContain('We close at six.');
    });

    it('leaves the old one answering when the new one cannot be read', async () => {
      const { id } = await room.add('hours.txt', 'We open at nine.');
      await room.ready(id);
      extraction.failures.push(new DomainError('document.encrypted', 'invalid'));
      await room.add('hours.txt', 'We open at ten.');
      expect(await room.settled(id)).toMatchObject({
        status: 'failed',
        error: { code: 'document.encrypted' },
      });
      expect(await room.found('when do we open')).toEqual(['We open at nine.']);
    });
  });

  it('ends without a trace when the document is deleted meanwhile', async () => {
    extraction.batchSize = 1;
    const release = extraction.hold(2);
    const { id } = await room.add('a.txt', paragraphs('secret', 5));
    await waitFor('the reading to begin', () => extraction.waiting === 1);
    await room.user.api.delete(`/documents/${id}`).expect(204);
    await waitFor('the reading to end', () => extraction.waiting === 0);
    release();
    await room.user.api.get(`/documents/${id}`).expect(404);
    expect(await room.indexRows(id)).toEqual({ chunks: 0, lexemes: 0, staged: 0 });
    await waitFor('the file to go', async () => (await room.files()).length === 0);
  });

  it('starts over when it is asked to while it is going on', async () => {
    extraction.batchSize = 1;
    const release = extraction.hold(1);
    const { id } = await room.add('a.txt', paragraphs('lamp', 3));
    await waitFor('the reading to begin', () => extraction.waiting === 1);
    const answer = await room.user.api.post(`/documents/${id}/reprocess`, { chunking: { maxChars: 500 } });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id, status: 'queued' });
    release();
    await room.ready(id);
    expect(await room.indexRows(id)).toEqual({ chunks: 3, lexemes: 3, staged: 0 });
    expect(extraction.asked.at(-1)?.options).toEqual({ maxChars: 500, overlapChars: expect.any(Number) });
  });

  it('refuses the late writes of a run that was taken over', async () => {
    extraction.batchSize = 2;
    extraction.deaf = true;
    const releaseZombie = extraction.hold(1);
    const { id } = await room.add('a.txt', paragraphs('lamp', 6));
    await waitFor('the zombie to stop', () => extraction.waiting === 1);
    const [{ version }] = await room.sql<{ version: string }>('SELECT version FROM documents WHERE id = $1', [
      id,
    ]);
    const zombieGate = releaseZombie;
    extraction.hold(99);
    await server.app.get(IngestionPipeline).run({ documentId: id, version }, false);
    expect(await room.document(id)).toMatchObject({ status: 'ready', chunkCount: 6 });
    const [before] = await room.sql('SELECT active_version, processed_at FROM documents WHERE id = $1', [id]);
    zombieGate();
    await waitFor(
      'the zombie to end',
      async () => (await server.app.get(JobQueues).countOpen('ingestion')) === 0,
    );
    expect(await room.indexRows(id)).toEqual({ chunks: 6, lexemes: 6, staged: 0 });
    expect(await room.sql('SELECT active_version, processed_at FROM documents WHERE id = $1', [id])).toEqual([
      before,
    ]);
    expect(await room.document(id)).toMatchObject({ status: 'ready' });
  });

  it('tries again after a passing fault and loses nothing by it', async () => {
    extraction.failures.push(new DomainError('document.extractor_crashed', 'unavailable'));
    const { id } = await room.add('a.txt', 'The kettle is blue.');
    await room.ready(id);
    expect(await room.found('kettle')).toEqual(['The kettle is blue.']);
  });

  it('fails for a passing fault only after its last attempt', async () => {
    const { id, version } = await queuedWithoutJob('a.txt');
    const pipeline = server.app.get(IngestionPipeline);
    const crash = () =>
      extraction.failures.push(new DomainError('document.extractor_crashed', 'unavailable'));
    crash();
    await expect(pipeline.run({ documentId: id, version }, false)).rejects.toThrow(
      'document.extractor_crashed',
    );
    expect(await room.document(id)).toMatchObject({ status: 'queued', error: null });
    crash();
    await expect(pipeline.run({ documentId: id, version }, true)).rejects.toThrow(
      'document.extractor_crashed',
    );
    expect(await room.document(id)).toMatchObject({
      status: 'failed',
      stage: null,
      error: { code: 'document.extractor_crashed', message: expect.stringMatching(/\w+ \w+/) },
    });
  });

  it('does nothing for a job that comes twice or too late', async () => {
    const { id } = await room.add('a.txt', 'The kettle is blue.');
    await room.ready(id);
    const [{ version }] = await room.sql<{ version: string }>('SELECT version FROM documents WHERE id = $1', [
      id,
    ]);
    const readings = extraction.readings;
    const pipeline = server.app.get(IngestionPipeline);
    await pipeline.run({ documentId: id, version }, false);
    await pipeline.run({ documentId: id, version: newId() }, false);
    await pipeline.run({ documentId: newId(), version }, false);
    expect(extraction.readings).toBe(readings);
  });

  describe('whose job was lost', () => {
    it('gets another one when the document waits', async () => {
      const { id } = await queuedWithoutJob('a.txt');
      await server.app.get(IngestionReconciler).check();
      await room.ready(id);
    });

    it('gets another one when its job was used up before the database could be reached', async () => {
      const { id, version } = await queuedWithoutJob('a.txt');
      jest.spyOn(server.app.get(DocumentRepository), 'claim').mockRejectedValueOnce(new Error('no database'));
      const queue = server.app.get<Queue>(getQueueToken('ingestion'), { strict: false });
      await queue.add('ingest', { documentId: id, version }, { jobId: version, attempts: 1 });
      await waitFor('the job to fail', async () => (await queue.getJobState(version)) === 'failed');
      await server.app.get(IngestionReconciler).check();
      await room.ready(id);
    });

    it('gets another one when its run is dead', async () => {
      const { id, version } = await queuedWithoutJob('a.txt');
      await server.app.get(DocumentRepository).claim(id, version, newId(), -90);
      await server.app.get(IngestionReconciler).check();
      await room.ready(id);
      expect(await room.indexRows(id)).toEqual({ chunks: 1, lexemes: 1, staged: 0 });
    });
  });

  it('fails with a reason when the stored file is gone', async () => {
    const { id, version } = await queuedWithoutJob('a.txt');
    await room.sql(`UPDATE documents SET storage_key = storage_key || 'x' WHERE id = $1`, [id]);
    await expect(server.app.get(IngestionPipeline).run({ documentId: id, version }, false)).rejects.toThrow();
    expect(await room.document(id)).toMatchObject({
      status: 'failed',
      error: { code: 'document.file_missing' },
    });
  });

  it('leaves nothing of a bot that is deleted', async () => {
    const release = extraction.hold();
    const reading = await room.add('a.txt', 'The kettle is blue.');
    await waitFor('the reading to begin', () => extraction.waiting === 1);
    release();
    await room.ready(reading.id);
    const again = extraction.hold();
    const second = await room.add('b.txt', 'The lamp is red.');
    await waitFor('the second reading to begin', () => extraction.waiting === 1);
    await room.user.api.delete(`/bots/${room.bot.id}`).expect(204);
    await waitFor('its documents to go', async () => {
      const rows = await room.sql('SELECT 1 FROM documents WHERE bot_id = $1', [room.bot.id]);
      return rows.length === 0 && (await room.files()).length === 0;
    });
    again();
    for (const id of [reading.id, second.id]) {
      expect(await room.indexRows(id)).toEqual({ chunks: 0, lexemes: 0, staged: 0 });
      await room.user.api.get(`/documents/${id}`).expect(404);
    }
  });

  it('leaves no file of a workspace that is deleted, also none that was stored and never accepted', async () => {
    const { id } = await room.add('a.txt', 'The kettle is blue.');
    await room.ready(id);
    const storage = server.app.get(FileStorage, { strict: false });
    const left = contentKey(room.user.workspaceId, newId(), newId());
    await storage.write(left, Readable.from([Buffer.from('The process died here.')]), { maxBytes: 100 });
    await server.app.get(PurgeDocuments).ofWorkspace(room.user.workspaceId);
    expect(await room.files()).toEqual([]);
    await expect(storage.localPath(left)).rejects.toThrow('storage.missing');
  });

  it('serves a tenant with one file while another has a long queue', async () => {
    const release = extraction.hold();
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}.txt`, `Text number ${i}.`]));
    await room.upload(many).expect(202);
    await waitFor('the line to fill', () => extraction.waiting === server.config.ingestionConcurrency);
    const other = await DocumentRoom.open(server);
    const { id } = await other.add('only.txt', 'The kettle is blue.');
    await waitFor('its job', async () => {
      const [{ n }] = await room.sql<{ n: number }>('SELECT count(*)::int AS n FROM outbox_events');
      return n === 0;
    });
    release();
    await other.ready(id);
    const [{ waiting }] = await room.sql<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM documents WHERE bot_id = $1 AND status = 'queued'`,
      [room.bot.id],
    );
    expect(waiting).toBeGreaterThan(20);
    other.close();
  });

  /** A document whose event was lost, so that no job is there. */
  async function queuedWithoutJob(name: string): Promise<{ id: string; version: string }> {
    const { id } = await room.add(name, 'The kettle is blue.');
    await room.ready(id);
    const version = newId();
    await server.app
      .get(DocumentRepository)
      .requeue({ workspaces: [room.user.workspaceId], bots: null, visitor: null }, id, version);
    return { id, version };
  }
});
