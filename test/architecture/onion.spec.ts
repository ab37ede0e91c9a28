import {
  EDGES,
  edgeViolations,
  environmentReaders,
  impureDomains,
  impureKernel,
  layerViolations,
  libraryViolations,
  moduleCycles,
} from './rules.js';
import { readSources, sourceFile } from './source-files.js';

const files = readSources();

describe('the onion', () => {
  it('lets dependencies point inward only', () => expect(layerViolations(files)).toEqual([]));
  it('keeps domain code free of frameworks and packages', () => expect(impureDomains(files)).toEqual([]));
  it('lets modules meet through their index and along declared edges', () =>
    expect(edgeViolations(files)).toEqual([]));
  it('has no cycle among modules', () => expect(moduleCycles(EDGES)).toEqual([]));
  it('keeps the kernel pure', () => expect(impureKernel(files)).toEqual([]));
  it('keeps libraries at their border', () => expect(libraryViolations(files)).toEqual([]));
  it('reads the environment in platform/config only', () => expect(environmentReaders(files)).toEqual([]));
  it('looks at a product, not at nothing', () => expect(files.length).toBeGreaterThan(100));
});

describe('the rules themselves notice', () => {
  const seeded = (path: string, text: string) => [sourceFile(path, text)];

  it.each([
    [
      'application that imports infrastructure',
      layerViolations,
      'bots/application/a.ts',
      "import '../infrastructure/b.js'",
    ],
    [
      'infrastructure that imports a service',
      layerViolations,
      'bots/infrastructure/a.ts',
      "import '../application/b.js'",
    ],
    [
      'domain that imports application',
      layerViolations,
      'bots/domain/a.ts',
      "export * from '../application/b.js'",
    ],
    ['domain that imports a package', impureDomains, 'bots/domain/a.ts', "import { x } from 'lodash'"],
    [
      'domain that imports the platform',
      impureDomains,
      'bots/domain/a.ts',
      "import '../../platform/events/index.js'",
    ],
    ['an undeclared edge', edgeViolations, 'bots/application/a.ts', "import '../../chat/index.js'"],
    ['a way around the index', edgeViolations, 'chat/application/a.ts', "import '../../bots/domain/bot.js'"],
    ['a dynamic import', edgeViolations, 'bots/application/a.ts', "const m = import('../../chat/index.js')"],
    ['platform that knows a module', edgeViolations, 'platform/http/a.ts', "import '../../bots/index.js'"],
    ['a kernel with a package', impureKernel, 'kernel/a.ts', "import 'rxjs'"],
    ['typeorm in a service', libraryViolations, 'bots/application/a.ts', "import { In } from 'typeorm'"],
    [
      'socket.io in a service',
      libraryViolations,
      'chat/application/a.ts',
      "import type { Socket } from 'socket.io'",
    ],
    ['process.env in a service', environmentReaders, 'chat/application/a.ts', 'const x = process.env.X;'],
  ])('%s', (_, rule, path, text) => expect(rule(seeded(path, text))).toHaveLength(1));

  it('a cycle', () => expect(moduleCycles({ a: ['b'], b: ['a'] })).not.toEqual([]));
});
