import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

import { ACCESS, Public, Requires } from '../../src/platform/http/access/index.js';
import { listFiles, readSources, ROOT, type SourceFile } from './source-files.js';

const MESSAGE_MAPPING = 'websockets:message_mapping';

/** `Class.method` of every route and socket event without a declared access rule. */
function undeclared(classes: (new (...args: never[]) => object)[]): string[] {
  return classes.flatMap((type) =>
    handlers(type)
      .filter(({ handler }) => !Reflect.hasMetadata(ACCESS, handler))
      .map(({ name }) => `${type.name}.${name}`),
  );
}

function handlers(type: new (...args: never[]) => object) {
  const prototype = type.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => ({ name, handler: prototype[name] as object }))
    .filter(({ handler }) => typeof handler === 'function')
    .filter(
      ({ handler }) =>
        Reflect.hasMetadata(METHOD_METADATA, handler) || Reflect.hasMetadata(MESSAGE_MAPPING, handler),
    );
}

/** Lines of SQL that know the workspaces of a caller and forget that an API key may be limited to some bots. */
function withoutBots(files: Pick<SourceFile, 'path' | 'text'>[]): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => /workspace_id = ANY ?\(\$/.test(line) && !/IS NULL OR \S*id = ANY/.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
}

/** Repositories of conversations that ask for workspaces and bots of a caller by themselves, without the visitor. */
function withoutVisitors(files: Pick<SourceFile, 'path' | 'text'>[]): string[] {
  const uses = (text: string, name: string) => text.split(`${name}(`).length;
  return files
    .filter(({ path }) => /^conversations\/infrastructure\/.*\.repository\.ts$/.test(path))
    .filter(
      ({ text }) => /workspace_id = ANY/.test(text) || uses(text, 'withinReach') !== uses(text, 'ofReach'),
    )
    .map(({ path }) => path);
}

async function load(pattern: RegExp) {
  const files = listFiles(`${ROOT}/src`).filter((file) => pattern.test(file));
  const modules = await Promise.all(files.map((file) => import(file) as Promise<Record<string, unknown>>));
  return modules
    .flatMap((module) => Object.values(module))
    .filter(
      (value): value is new () => object => typeof value === 'function' && value.prototype !== undefined,
    );
}

describe('access', () => {
  it('is declared on every route and every socket event', async () => {
    const controllers = await load(/\.controller\.ts$/);
    const gateways = await load(/\.gateway\.ts$/);
    expect(controllers.flatMap(handlers).length).toBeGreaterThan(25);
    expect(gateways.flatMap(handlers).length).toBeGreaterThan(5);
    expect(undeclared([...controllers, ...gateways])).toEqual([]);
  });

  it('is asked for by workspaces and bots together in every query', () => {
    const files = readSources().filter(({ path }) => !path.endsWith('.spec.ts'));
    expect(files.filter(({ text }) => /= ANY\(\$2\)\)/.test(text)).length).toBeGreaterThan(2);
    expect(withoutBots(files)).toEqual([]);
    const seeded = {
      path: 'seeded.ts',
      text: 'WHERE id = $2 AND workspace_id = ANY($1) AND deleted_at IS NULL',
    };
    expect(withoutBots([seeded])).toHaveLength(1);
  });

  it('is asked for by workspaces, bots and visitors together in every query for conversations', () => {
    const files = readSources().filter(({ path }) => !path.endsWith('.spec.ts'));
    expect(files.filter(({ text }) => text.includes('withinReach(')).length).toBeGreaterThan(2);
    expect(withoutVisitors(files)).toEqual([]);
    const path = 'conversations/infrastructure/seeded.repository.ts';
    for (const text of [
      'WHERE workspace_id = ANY($1) AND ($2::uuid[] IS NULL OR bot_id = ANY($2))',
      '`WHERE ${withinReach()}`, [...ofReach(reach)]; `WHERE ${withinReach()}`, [reach.bots]',
    ]) {
      expect(withoutVisitors([{ path, text }])).toEqual([path]);
    }
  });

  it('is missed when a route forgets it', () => {
    class Seeded {
      open() {}
      closed() {}
      known() {}
    }
    for (const name of ['open', 'closed', 'known'] as const) {
      Reflect.defineMetadata(METHOD_METADATA, RequestMethod.GET, Seeded.prototype[name]);
      Reflect.defineMetadata(PATH_METADATA, name, Seeded.prototype[name]);
    }
    Public()(Seeded.prototype, 'open', Object.getOwnPropertyDescriptor(Seeded.prototype, 'open')!);
    Requires('bots:read')(
      Seeded.prototype,
      'known',
      Object.getOwnPropertyDescriptor(Seeded.prototype, 'known'),
    );
    expect(undeclared([Seeded])).toEqual(['Seeded.closed']);
  });
});
