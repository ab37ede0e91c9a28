import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

import type { NextFunction, Request, Response } from 'express';

/** How a file may be compressed, smallest first, by what its name ends with then. */
const COMPRESSED = { br: '.br', gzip: '.gz' } as const;

type Encoding = keyof typeof COMPRESSED | 'identity';

interface Remembered {
  type: string;
  /** The file itself and what was compressed of it when it was built. */
  bodies: Partial<Record<Encoding, { bytes: Buffer; etag: string }>>;
}

/**
 * Serves the files of a folder as they are now, from memory (some megabytes): what is built in their place while the server
 * runs belongs to the next one, and a page never gets half of each. Names that begin with a dot are left out.
 * `setHeaders` gets the path that was asked for.
 */
export function rememberedFolder(folder: string, setHeaders: (response: Response, path: string) => void) {
  const files = readFolder(folder);
  return (request: Request, response: Response, next: NextFunction): void => {
    const file = isRead(request) ? files.get(decoded(request.path)) : undefined;
    if (!file) return next();
    const encoding = encodingFor(request, file);
    const { bytes, etag } = file.bodies[encoding]!;
    setHeaders(response, request.path);
    response.vary('Accept-Encoding').type(file.type).set('ETag', etag);
    if (encoding !== 'identity') response.set('Content-Encoding', encoding);
    response.send(bytes);
  };
}

/** The smallest that the client can read, in whatever order it named them. */
function encodingFor(request: Request, { bodies }: Remembered): Encoding {
  const offered = (Object.keys(COMPRESSED) as Encoding[]).filter((encoding) => bodies[encoding]);
  return offered.find((encoding) => request.acceptsEncodings(encoding)) ?? 'identity';
}

function readFolder(folder: string): Map<string, Remembered> {
  const files = new Map<string, Remembered>();
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const known = new Set(paths);
  for (const path of paths) {
    const name = `/${relative(folder, path).split(sep).join('/')}`;
    if (name.includes('/.') || isCompressed(path, known)) continue;
    files.set(name.normalize(), remember(path, known));
  }
  return files;
}

function isCompressed(path: string, known: Set<string>): boolean {
  return Object.values(COMPRESSED).some((end) => path.endsWith(end) && known.has(path.slice(0, -end.length)));
}

function remember(path: string, known: Set<string>): Remembered {
  const bodies: Remembered['bodies'] = { identity: body(path) };
  for (const [encoding, end] of Object.entries(COMPRESSED)) {
    if (known.has(path + end)) bodies[encoding as Encoding] = body(path + end);
  }
  return { type: extname(path), bodies };
}

function body(path: string): { bytes: Buffer; etag: string } {
  const bytes = readFileSync(path);
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

export function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).normalize();
  } catch {
    // Not an address of any file.
    return path;
  }
}
