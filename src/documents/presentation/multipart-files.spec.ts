import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { multipartFiles, type MultipartLimits } from './multipart-files.js';

const LIMITS: MultipartLimits = { maxFiles: 3, maxFileBytes: 1_000_000, stallMs: 50, minBytes: 100 };
const part = (name: string, content: string) =>
  `--b\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n${content}\r\n`;

function incoming(): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return request;
}

function finish(request: IncomingMessage, body: string): void {
  request.push(body);
  request.complete = true;
  request.push(null);
}

describe('multipartFiles', () => {
  it('yields the files of a body as they come', async () => {
    const request = incoming();
    finish(request, `${part('a.txt', 'one')}${part('b.txt', 'two')}--b--\r\n`);
    const seen: [string | undefined, string][] = [];
    for await (const { fileName, content } of multipartFiles(request, LIMITS))
      seen.push([fileName, await text(content)]);
    expect(seen).toEqual([
      ['a.txt', 'one'],
      ['b.txt', 'two'],
    ]);
  });

  it('goes on with the next file when one is given up', async () => {
    const request = incoming();
    finish(request, `${part('a.txt', 'x'.repeat(300_000))}${part('b.txt', 'two')}--b--\r\n`);
    const names: (string | undefined)[] = [];
    for await (const { fileName, content } of multipartFiles(request, LIMITS)) {
      names.push(fileName);
      content.destroy();
    }
    expect(names).toEqual(['a.txt', 'b.txt']);
  });

  it('cuts off a sender that stalls, in the middle of a file too', async () => {
    const request = incoming();
    request.push(part('a.txt', 'never comp').slice(0, -4));
    const files = multipartFiles(request, LIMITS);
    const { value } = await files.next();
    await expect(text(value!.content)).rejects.toMatchObject({ code: 'upload.stalled', kind: 'timeout' });
    await expect(files.next()).rejects.toMatchObject({ code: 'upload.stalled' });
  });

  it('does not call it stalling when the consumer is slow', async () => {
    const request = incoming();
    finish(request, `${part('a.txt', 'x'.repeat(500_000))}--b--\r\n`);
    const files = multipartFiles(request, LIMITS);
    const { value } = await files.next();
    await new Promise((resolve) => setTimeout(resolve, 4 * LIMITS.stallMs));
    expect(await text(value!.content)).toHaveLength(500_000);
    expect((await files.next()).done).toBe(true);
  });
});
