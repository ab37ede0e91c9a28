import { type INestApplication, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';

import { ACCESS, type AccessRule } from '../../src/platform/http/access/index.js';
import { type DtoClass, type DtoField, fieldsOf } from './dto-fields.js';

/** What an id at some place of a request names. A cursor names an item of a list. */
export type Kind =
  | 'workspace'
  | 'bot'
  | 'document'
  | 'conversation'
  | 'message'
  | 'user'
  | 'session'
  | 'invitation'
  | 'apiKey'
  | 'publicKey'
  | 'cursor';

/** A place in a request that holds an id. */
export interface IdPlace {
  where: 'path' | 'query' | 'body';
  name: string;
  kind: Kind;
}

interface Entry {
  handler: object;
  handlerName: string;
  access?: AccessRule;
  ids: IdPlace[];
}

export interface Route extends Entry {
  /** Such as `GET /bots/:botId`, without the common prefix. */
  key: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: DtoClass;
  query?: DtoClass;
}

export interface SocketEvent extends Entry {
  /** Such as `/chat message:send`. */
  key: string;
  namespace: string;
  event: string;
  body: DtoClass;
}

type Type = new (...args: never[]) => object;
const [BODY, QUERY] = [3, 4];

/** Every route that the application serves, read from the metadata of its controllers. */
export function routesOf(app: INestApplication): Route[] {
  return typesOf(app, (module) => module.controllers).flatMap((type) =>
    handlersOf(type, METHOD_METADATA).map(({ name, handler }) => {
      const method = RequestMethod[
        Reflect.getMetadata(METHOD_METADATA, handler) as number
      ] as Route['method'];
      const path = joined(type, handler);
      const [body, query] = [dtoOf(type, name, BODY), dtoOf(type, name, QUERY)];
      const ids = [...pathIds(path), ...dtoIds('query', query), ...dtoIds('body', body)];
      return { key: `${method} ${path}`, method, path, body, query, ids, ...entry(type, name, handler) };
    }),
  );
}

/** Every socket event that the application listens to. */
export function eventsOf(app: INestApplication): SocketEvent[] {
  return typesOf(app, (module) => module.providers).flatMap((type) => {
    const options = Reflect.getMetadata('websockets:gateway_options', type) as
      { namespace?: string } | undefined;
    return handlersOf(type, 'websockets:message_mapping').map(({ name, handler }) => {
      const event = Reflect.getMetadata('message', handler) as string;
      const namespace = options?.namespace ?? '/';
      const body = dtoOf(type, name, BODY)!;
      const ids = dtoIds('body', body);
      return { key: `${namespace} ${event}`, namespace, event, body, ids, ...entry(type, name, handler) };
    });
  });
}

/** What the Express router itself answers, as `GET /path`: the ground truth the table is compared with. */
export function servedPaths(app: INestApplication): string[] {
  const express = app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } };
  return express.router.stack
    .filter(({ route }) => route)
    .flatMap(({ route }) =>
      Object.keys(route!.methods).map((method) => `${method.toUpperCase()} ${route!.path}`),
    );
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
}

interface ModuleLike {
  controllers: Map<unknown, { metatype: unknown }>;
  providers: Map<unknown, { metatype: unknown }>;
}

function typesOf(app: INestApplication, pick: (module: ModuleLike) => ModuleLike['controllers']): Type[] {
  const modules = [...app.get(ModulesContainer).values()] as unknown as ModuleLike[];
  const types = modules.flatMap((module) => [...pick(module).values()].map(({ metatype }) => metatype));
  return [...new Set(types)].filter(
    (type): type is Type => typeof type === 'function' && Boolean(type.prototype),
  );
}

function handlersOf(type: Type, metadata: string): { name: string; handler: object }[] {
  const prototype = type.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor' && !Object.getOwnPropertyDescriptor(prototype, name)?.get)
    .map((name) => ({ name, handler: prototype[name] as object }))
    .filter(({ handler }) => typeof handler === 'function' && Reflect.hasMetadata(metadata, handler));
}

function entry(type: Type, name: string, handler: object): Omit<Entry, 'ids'> {
  const access = Reflect.getMetadata(ACCESS, handler) as AccessRule | undefined;
  return { handler, handlerName: `${type.name}.${name}`, access };
}

function joined(type: Type, handler: object): string {
  const parts = [
    Reflect.getMetadata(PATH_METADATA, type),
    Reflect.getMetadata(PATH_METADATA, handler),
  ] as string[];
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

function dtoOf(type: Type, method: string, kind: number): DtoClass | undefined {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, type, method) ?? {}) as Record<
    string,
    { index: number }
  >;
  const found = Object.entries(args).find(([key]) => key.startsWith(`${kind}:`));
  const types = Reflect.getMetadata('design:paramtypes', type.prototype as object, method) as DtoClass[];
  const dto = found && types[found[1].index];
  return dto && fieldsOf(dto).length > 0 ? dto : undefined;
}

function pathIds(path: string): IdPlace[] {
  const segments = path.split('/');
  return segments.flatMap((segment, i) =>
    segment.startsWith(':')
      ? [{ where: 'path' as const, name: segment.slice(1), kind: kindOf(segment.slice(1), segments[i - 1]) }]
      : [],
  );
}

function dtoIds(where: 'query' | 'body', dto: DtoClass | undefined): IdPlace[] {
  return (dto ? fieldsOf(dto) : []).filter(isId).map(({ name }) => ({ where, name, kind: kindOf(name) }));
}

/** Ids that clients choose themselves, and those of plans, which are the installation's: they name nothing of a tenant. */
const OF_NO_TENANT = new Set(['clientMessageId', 'planId']);

function isId({ name, rules }: DtoField): boolean {
  return rules.has('isUuid') || name === 'cursor' || (/Id$/.test(name) && !OF_NO_TENANT.has(name));
}

const KINDS: Record<string, Kind> = {
  workspaceId: 'workspace',
  botId: 'bot',
  documentId: 'document',
  conversationId: 'conversation',
  messageId: 'message',
  userId: 'user',
  sessionId: 'session',
  invitationId: 'invitation',
  keyId: 'apiKey',
  publicKey: 'publicKey',
  botIds: 'bot',
  // Filters of the audit log: who did it, and what it was done to.
  actor: 'user',
  target: 'bot',
  cursor: 'cursor',
};
const COLLECTIONS: Record<string, Kind> = { documents: 'document' };

function kindOf(name: string, collection = ''): Kind {
  const kind = KINDS[name] ?? (name === 'id' ? COLLECTIONS[collection] : undefined);
  if (!kind) throw new Error(`say in route-table.ts what the id "${name}" (after "${collection}") names`);
  return kind;
}
