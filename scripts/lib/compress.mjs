import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { listFiles } from './content-hash.mjs';

/** Below this, a packet is sent anyway. */
const MIN_BYTES = 1_000;

/** Writes `.br` and `.gz` beside every text file, so that the server never compresses while it serves. */
export async function compressFiles(folder) {
  const files = (await listFiles(folder)).filter((path) => /\.(m?js|css|html|svg|json)$/.test(path));
  await Promise.all(
    files.map(async (path) => {
      const content = await readFile(path);
      if (content.length < MIN_BYTES) return;
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
      await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    }),
  );
}
