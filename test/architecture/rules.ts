import { isTest, type SourceFile } from './source-files.js';

/** Feature modules and the modules each may import (through `index.ts` only). A new edge is a decision. */
export const EDGES: Record<string, string[]> = {
  auth: ['workspaces'],
  workspaces: [],
  bots: ['workspaces'],
  ai: [],
  retrieval: ['ai'],
  documents: ['bots', 'retrieval', 'ai'],
  conversations: ['bots'],
  budgets: ['bots', 'conversations', 'ai'],
  chat: ['bots', 'conversations', 'retrieval', 'ai', 'budgets'],
  sample: ['workspaces', 'bots', 'documents'],
};

const LAYERS: Record<string, string[]> = {
  presentation: ['presentation', 'application', 'domain'],
  application: ['application', 'domain'],
  domain: ['domain'],
  // Adapters fulfil the ports of the application layer.
  infrastructure: ['infrastructure', 'domain', 'application/ports'],
  // An AI provider is infrastructure with a folder name of its own.
  providers: ['providers', 'domain', 'application/ports'],
};

/** Packages that only some places may know. */
const LIBRARIES: [library: RegExp, allowed: RegExp][] = [
  [
    /^typeorm$|^@nestjs\/typeorm$/,
    /\/infrastructure\/|^platform\/(database|events|audit|mail|http\/idempotency)\//,
  ],
  [/^pg$/, /\/infrastructure\/|^platform\/(database|queue)\//],
  [/^(bullmq|@nestjs\/bullmq|@bull-board\/.*)$/, /^platform\/queue\/|\.processor\.ts$/],
  [/^(socket\.io|@nestjs\/platform-socket\.io)$/, /^platform\/realtime\/|\.gateway\.ts$/],
  [/^@nestjs\/websockets$/, /^platform\/realtime\/|\.gateway\.ts$/],
  [/^(@google\/generative-ai|openai)$/, /^ai\/providers\//],
  [/^@pinecone-database\/pinecone$/, /^retrieval\/infrastructure\//],
  [/^undici$/, /^platform\/outbound\//],
  [
    /^(pdfjs-dist|mammoth|read-excel-file|csv-parse|linkedom|@mozilla\/readability)$/,
    /^documents\/infrastructure\//,
  ],
];

const moduleOf = (path: string) => path.split('/')[0];
const layerOf = (path: string) => path.split('/')[1];
const isFeature = (name: string) => name in EDGES;

/** presentation -> application -> domain <- infrastructure, inside each feature module. */
export function layerViolations(files: SourceFile[]): string[] {
  return files
    .filter((file) => !isTest(file) && isFeature(moduleOf(file.path)) && layerOf(file.path) in LAYERS)
    .flatMap((file) => {
      const allowed = LAYERS[layerOf(file.path)];
      return inner(file)
        .filter((target) => moduleOf(target) === moduleOf(file.path) && target.split('/').length > 2)
        .filter((target) => !allowed.some((layer) => target.startsWith(`${moduleOf(file.path)}/${layer}/`)))
        .map((target) => `${file.path} imports ${target}`);
    });
}

/** A domain folder knows the kernel and itself, and no npm package. */
export function impureDomains(files: SourceFile[]): string[] {
  return files
    .filter((file) => !isTest(file) && isFeature(moduleOf(file.path)) && layerOf(file.path) === 'domain')
    .flatMap((file) =>
      file.imports
        .filter(
          (target) => !target.startsWith('kernel/') && !target.startsWith(`${moduleOf(file.path)}/domain/`),
        )
        .filter((target) => !target.startsWith('node:'))
        .map((target) => `${file.path} imports ${target}`),
    );
}

/** Modules meet through `index.ts`, along declared edges; platform and kernel know nothing above them. */
export function edgeViolations(files: SourceFile[]): string[] {
  return files
    .filter((file) => !isTest(file) && file.path.includes('/'))
    .flatMap((file) => {
      const from = moduleOf(file.path);
      return inner(file)
        .filter((target) => moduleOf(target) !== from)
        .filter((target) => !edgeAllowed(from, target, file.path))
        .map((target) => `${file.path} imports ${target}`);
    });
}

function edgeAllowed(from: string, target: string, path: string): boolean {
  const to = moduleOf(target);
  if (from === 'kernel') return false;
  if (to === 'kernel') return true;
  // The database module lists every entity and migration: they are its table of contents.
  if (/^platform\/database\/(entities|migrations)\.ts$/.test(path)) return /\/infrastructure\//.test(target);
  if (from === 'platform') return false;
  if (to === 'platform') return true;
  return EDGES[from]?.includes(to) === true && target === `${to}/index`;
}

/** Kernel is pure TypeScript: Node's own modules at most. */
export function impureKernel(files: SourceFile[]): string[] {
  return files
    .filter((file) => !isTest(file) && file.path.startsWith('kernel/'))
    .flatMap((file) =>
      file.imports
        .filter((target) => !target.startsWith('kernel/') && !target.startsWith('node:'))
        .map((target) => `${file.path} imports ${target}`),
    );
}

export function libraryViolations(files: SourceFile[]): string[] {
  return files
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      LIBRARIES.filter(
        ([library, allowed]) => file.imports.some((i) => library.test(i)) && !allowed.test(file.path),
      ).map(([library]) => `${file.path} imports ${library.source}`),
    );
}

export function environmentReaders(files: SourceFile[]): string[] {
  return files
    .filter(
      (file) =>
        !isTest(file) && !file.path.startsWith('platform/config/') && /process\.env\b/.test(file.text),
    )
    .map((file) => file.path);
}

/** Chains of modules that lead back to where they began. */
export function moduleCycles(edges: Record<string, string[]>): string[] {
  const cycles: string[] = [];
  const visit = (name: string, trail: string[]): void => {
    if (trail.includes(name)) {
      cycles.push([...trail.slice(trail.indexOf(name)), name].join(' -> '));
      return;
    }
    for (const next of edges[name] ?? []) visit(next, [...trail, name]);
  };
  for (const name of Object.keys(edges)) visit(name, []);
  return cycles;
}

function inner(file: SourceFile): string[] {
  return file.imports.filter(
    (target) => target.includes('/') && !target.startsWith('@') && !target.startsWith('node:'),
  );
}
