import { request as httpRequest } from 'node:http';

import { TextExtraction } from '../../src/documents/application/ports/text-extraction.port.js';
import type { RejectedFileDto, UploadResultDto } from '../../src/documents/presentation/document.dto.js';
import type { Problem } from '../../src/platform/http/errors/index.js';
import { createBot } from '../factories/bot.factory.js';
import { registerUser } from '../factories/user.factory.js';
import { FakeTextExtraction } from '../fakes/fake-text.extraction.js';
import { DocumentRoom } from '../support/document-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const BOUNDARY = 'xxBOUNDARYxx';
const part = (disposition: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: text/plain\r\n\r\n${content}\r\n`;
const END = `--${BOUNDARY}--\r\n`;

type UploadAnswer = UploadResultDto & Problem;

describe('uploading', () => {
  let server: TestApp;
  let room: DocumentRoom;

  beforeAll(async () => {
    server = await startTestApp({
      env: { MAX_UPLOAD_MB: '1' },
      override: (builder) => builder.overrideProvider(TextExtraction).useValue(new FakeTextExtraction()),
    });
  });
  afterAll(() => server.close());
  beforeEach(async () => (room = await DocumentRoom.open(server)));

  /** Sends bytes as they are; `hangUp` ends the connection instead of the body. */
  function send(
    body: string,
    headers: Record<string, string> = {},
    hangUp = false,
  ): Promise<{ status: number; body: UploadAnswer }> {
    const { hostname, port } = new URL(server.url);
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          hostname,
          port,
          method: 'POST',
          path: `/api/v1/bots/${room.bot.id}/documents`,
          headers: {
            authorization: `Bearer ${room.user.accessToken}`,
            'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
            ...headers,
          },
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () =>
            resolve({ status: response.statusCode!, body: JSON.parse(text) as UploadAnswer }),
          );
        },
      );
      request.on('error', reject);
      request.write(body);
      if (hangUp) setTimeout(() => request.destroy(), 100);
      else request.end();
    });
  }

  const expectNothingKept = async () => {
    await waitFor('the files to be removed', async () => (await room.files()).length === 0);
    await waitFor('unfinished files to be removed', async () => (await room.partialFiles()).length === 0);
    expect(await room.sql('SELECT id FROM documents WHERE bot_id = $1', [room.bot.id])).toEqual([]);
  };

  it('takes many files at once, each its own document, in order', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`n${i}.txt`, `Note number ${i}.`]),
    );
    const answer = await room.upload(files);
    expect(answer.status).toBe(202);
    expect(answer.body.rejected).toEqual([]);
    expect(answer.body.items.map((item: { fileName: string }) => item.fileName)).toEqual(Object.keys(files));
    await waitFor('all to be ready', async () => {
      const bot = await room.user.api.get(`/bots/${room.bot.id}`);
      return bot.body.documents.ready === 200 && bot.body.status === 'ready';
    });
  });

  it('takes the good files of a mixed upload and says what is wrong with the others', async () => {
    const answer = await room.upload({
      'good.txt': 'Fine.',
      'empty.txt': '',
      'big.txt': 'x'.repeat(1_048_577),
      'fake.pdf': 'This is no PDF.',
    });
    expect(answer.status).toBe(202);
    expect(answer.body.items).toHaveLength(1);
    const codes = answer.body.rejected.map((r: RejectedFileDto) => [
      r.fileName,
      r.problem.code,
      r.problem.status,
    ]);
    expect(codes).toEqual([
      ['empty.txt', 'document.empty', 422],
      ['big.txt', 'file.too_large', 413],
      ['fake.pdf', 'document.type_mismatch', 415],
    ]);
    await waitFor('only the good file to be kept', async () => (await room.files()).length === 1);
  });

  it('takes a file of exactly the largest size', async () => {
    const answer = await room.upload({ 'full.txt': 'x'.repeat(1_048_576) });
    expect(answer.status).toBe(202);
    expect(answer.body.items[0].sizeBytes).toBe(1_048_576);
  });

  it('answers with the first problem, and all of them, when no file is fit', async () => {
    const answer = await room.upload({ 'a.txt': '', 'b.pdf': 'no' }).set('Accept-Language', 'fr');
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.code).toBe('document.empty');
    expect(answer.body.errors.map((e: { path: string; code: string }) => [e.path, e.code])).toEqual([
      ['files.0', 'document.empty'],
      ['files.1', 'document.type_mismatch'],
    ]);
    await expectNothingKept();
  });

  it('refuses the second of two files with one name', async () => {
    const answer = await send(
      part('name="files"; filename="a.txt"', 'one') + part('name="files"; filename="x/a.txt"', 'two') + END,
    );
    expect(answer.status).toBe(202);
    expect(answer.body.items).toHaveLength(1);
    expect(answer.body.rejected[0].problem.code).toBe('upload.duplicate_name');
  });

  it.each([
    ['no boundary', '', { 'content-type': 'multipart/form-data' }, 'upload.malformed'],
    ['no end', part('name="files"; filename="a.txt"', 'one'), {}, 'upload.malformed'],
    ['a cut header', `--${BOUNDARY}\r\nContent-Dis`, {}, 'upload.malformed'],
    ['no body', '', {}, 'upload.malformed'],
    ['no file', END, {}, 'upload.no_files'],
    ['another field', part('name="picture"; filename="a.txt"', 'one') + END, {}, 'upload.unexpected_field'],
    ['an empty field name', part('name=""; filename="a.txt"', 'one') + END, {}, 'upload.unexpected_field'],
    [
      'a field __proto__',
      part('name="__proto__"; filename="a.txt"', 'one') + END,
      {},
      'upload.unexpected_field',
    ],
    ['a text field __proto__', part('name="__proto__"', 'one') + END, {}, 'upload.unexpected_field'],
    [
      'JSON that imitates a parsed upload',
      '{"files":[{"path":"/etc/passwd"}]}',
      { 'content-type': 'application/json' },
      'upload.not_multipart',
    ],
    ['10,000 fields', part('name="a"', 'x').repeat(10_000) + END, {}, 'upload.unexpected_field'],
    [
      'too many files',
      Array.from({ length: 501 }, (_, i) => part(`name="files"; filename="${i}.txt"`, 'x')).join('') + END,
      {},
      'upload.too_many_files',
    ],
  ])('refuses a body with %s, and keeps nothing of it', async (_, body, headers, code) => {
    const answer = await send(body, headers);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.detail).toMatch(/\w+ \w+/);
    await expectNothingKept();
  });

  it('keeps nothing of an upload that is broken off', async () => {
    const body =
      part('name="files"; filename="a.txt"', 'one') +
      part('name="files"; filename="b.txt"', 'x'.repeat(200_000));
    await expect(
      send(body.slice(0, -1_000), { 'content-length': String(body.length + END.length) }, true),
    ).rejects.toThrow();
    await expectNothingKept();
  });

  it('answers for another tenant’s bot before it reads the body', async () => {
    const stranger = await registerUser(server.url);
    const foreign = await createBot(stranger.api);
    const answer = await room.user.api
      .post(`/bots/${foreign.id}/documents`)
      .attach('files', Buffer.from('x'), 'a.txt');
    expect([answer.status, answer.body.code]).toEqual([404, 'bot.not_found']);
  });

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\\\..\\\\evil.txt', 'evil.txt'],
    ['invoice\u202Etxt.exe.txt', 'invoicetxt.exe.txt'],
    ['naïve 価格 👩‍👩‍👧.txt', 'naïve 価格 👩‍👩‍👧.txt'],
    ['<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
    ['=cmd().txt', '=cmd().txt'],
    ['CON.txt', 'CON.txt'],
  ])('shows the file name %s as %s and offers it back under it', async (sent, shown) => {
    const answer = await send(part(`name="files"; filename="${sent}"`, 'Hello there.') + END);
    expect(answer.status).toBe(202);
    const [document] = answer.body.items;
    expect(document.fileName).toBe(shown);
    expect(await room.files()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    const file = await room.user.api.get(`/documents/${document.id}/file`);
    const name = /filename\*=UTF-8''(\S+)$/.exec(file.headers['content-disposition'])?.[1];
    expect(decodeURIComponent(name!)).toBe(shown);
  });

  it('gives a page back as a download that cannot run on our origin', async () => {
    const { id } = await room.add(
      'page.html',
      '<!doctype html><html><body><script>alert(1)</script><p>Hi.</p></body></html>',
    );
    const file = await room.user.api.get(`/documents/${id}/file`).buffer(true);
    expect(file.headers['content-disposition']).toMatch(/^attachment;/);
    expect(file.headers['x-content-type-options']).toBe('nosniff');
    expect(file.headers['content-security-policy']).toContain('sandbox');
    expect(file.text).toContain('<script>alert(1)</script>');
  });
});
