import { TextExtraction } from '../../src/documents/application/ports/text-extraction.port.js';
import { WebPageFetcher } from '../../src/documents/application/ports/web-page-fetcher.port.js';
import { unique } from '../factories/unique.js';
import { FakeTextExtraction } from '../fakes/fake-text.extraction.js';
import { FakeWebPageFetcher } from '../fakes/fake-web-page.fetcher.js';
import { DocumentRoom } from '../support/document-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

describe('web pages as documents', () => {
  const extraction = new FakeTextExtraction();
  const web = new FakeWebPageFetcher();
  let server: TestApp;
  let room: DocumentRoom;

  beforeAll(async () => {
    server = await startTestApp({
      override: (builder) =>
        builder
          .overrideProvider(TextExtraction)
          .useValue(extraction)
          .overrideProvider(WebPageFetcher)
          .useValue(web),
    });
  });
  afterAll(() => server.close());
  beforeEach(async () => (room = await DocumentRoom.open(server)));

  const page = (content: string) => {
    const url = `https://example.com/${unique('page')}`;
    web.pages.set(url, content);
    return url;
  };
  const add = (url: string, more: object = {}) =>
    room.user.api.post(`/bots/${room.bot.id}/documents/url`, { url, ...more });

  it('are fetched, stored and searched with their address', async () => {
    const url = page('The kettle is blue.');
    const answer = await add(`${url}#colour`);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      kind: 'url',
      url,
      title: url,
      status: 'queued',
      sha256: '',
      sizeBytes: 0,
    });
    expect(await room.ready(answer.body.id)).toMatchObject({
      sizeBytes: 19,
      mimeType: 'text/html',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const search = await room.user.api.post(`/bots/${room.bot.id}/search`, { query: 'kettle' });
    expect(search.body.items[0]).toMatchObject({ url, content: 'The kettle is blue.' });
    const file = await room.user.api.get(`/documents/${answer.body.id}/file`).buffer(true);
    expect(file.headers['content-disposition']).toContain('page.html');
  });

  it('are not read again when they have not changed, and are when they have', async () => {
    const url = page('We open at nine.');
    const { id } = (await add(url)).body;
    await room.ready(id);
    const readings = extraction.readings;

    expect((await add(url)).body).toMatchObject({ id, status: 'queued' });
    await room.ready(id);
    expect(extraction.readings).toBe(readings);
    expect(await room.found('open')).toEqual(['We open at nine.']);

    web.pages.set(url, 'We open at ten.');
    await add(url);
    await room.ready(id);
    expect(extraction.readings).toBe(readings + 1);
    expect(await room.found('open')).toEqual(['We open at ten.']);
    await waitFor('only one stored file', async () => (await room.files()).length === 1);
  });

  it('are read again on demand even when they have not changed', async () => {
    const { id } = (await add(page('We open at nine.'))).body;
    await room.ready(id);
    const readings = extraction.readings;
    await room.user.api.post(`/documents/${id}/reprocess`).expect(202);
    await room.ready(id);
    expect(extraction.readings).toBe(readings + 1);
  });

  it('fail with the reason in the reader’s language', async () => {
    const { id } = (await add('https://example.com/absent')).body;
    expect(await room.settled(id)).toMatchObject({ status: 'failed', error: { code: 'url.bad_status' } });
    const german = await room.user.api.get(`/documents/${id}`).set('Accept-Language', 'de');
    const english = await room.user.api.get(`/documents/${id}`);
    expect(german.body.error.message).toContain('404');
    expect(german.body.error.message).not.toBe(english.body.error.message);
    const file = await room.user.api.get(`/documents/${id}/file`);
    expect(file.status).toBe(404);
    expect(file.body.code).toBe('document.no_file');
  });

  it.each(['file:///etc/passwd', 'not an address', 'javascript:alert(1)'])(
    'refuse %s at once',
    async (url) => {
      const answer = await add(url);
      expect(answer.status).toBe(422);
      expect(answer.body.code).toBe('url.not_allowed');
    },
  );
});
