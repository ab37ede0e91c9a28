import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';

import { ACCESS, type AccessRule } from '../access/index.js';

/** Tells the addresses that are for visitors of widgets from all others. */
export type VisitorRoutes = (method: string, path: string) => boolean;

type Handler = (...args: unknown[]) => unknown;

/** Read from the controllers' own declarations, so that there is no second list to keep. `prefix` such as `api/v1`. */
export function visitorRoutes(app: INestApplicationContext, prefix: string): VisitorRoutes {
  const routes = controllersOf(app).flatMap((type) =>
    handlersOf(type)
      .filter((handler) => isForVisitors(Reflect.getMetadata(ACCESS, handler) as AccessRule | undefined))
      .map((handler) => ({
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number],
        pattern: patternOf([prefix, pathOf(type), pathOf(handler)]),
      })),
  );
  return (method, path) => routes.some((route) => route.method === method && route.pattern.test(path));
}

function isForVisitors(rule: AccessRule | undefined): boolean {
  return rule?.kind === 'permission' && rule.visitors === true;
}

function controllersOf(app: INestApplicationContext): Handler[] {
  const modules = [...app.get(ModulesContainer).values()];
  const types = modules.flatMap(({ controllers }) =>
    [...controllers.values()].map(({ metatype }) => metatype),
  );
  return types.filter((type): type is Handler => typeof type === 'function');
}

function handlersOf({ prototype }: Handler): Handler[] {
  const members = Object.getOwnPropertyDescriptors(prototype as object);
  return Object.values(members)
    .map(({ value }): unknown => value)
    .filter(
      (value): value is Handler => typeof value === 'function' && Reflect.hasMetadata(METHOD_METADATA, value),
    );
}

function pathOf(target: Handler): string {
  return Reflect.getMetadata(PATH_METADATA, target) as string;
}

/** As the router has it: whatever the case, with or without a slash at the end. */
function patternOf(parts: string[]): RegExp {
  const segments = parts.flatMap((part) => part.split('/')).filter(Boolean);
  const source = segments.map((segment) => (segment.startsWith(':') ? '[^/]+' : segment)).join('/');
  return new RegExp(`^/${source}/?$`, 'i');
}
