import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';

import type { Caller } from './caller.js';
import type { Permission } from './permission.js';

export const ACCESS = 'kyro:access';

export type AccessRule =
  | { kind: 'public' }
  | { kind: 'platform' }
  | { kind: 'permission'; permission: Permission; visitors?: boolean };

/**
 * The route or socket event is for callers whose role has `permission` in at least one workspace. Visitors of widgets are
 * kept out, whatever the permission, unless `visitors` says that it is for them as well.
 */
export const Requires = (permission: Permission, { visitors = false } = {}) =>
  applyDecorators(
    SetMetadata(ACCESS, { kind: 'permission', permission, visitors } satisfies AccessRule),
    ApiBearerAuth(),
  );

/** The route is for platform administrators: it concerns the installation, not a workspace. No API key is one. */
export const RequiresPlatformAdmin = () =>
  applyDecorators(SetMetadata(ACCESS, { kind: 'platform' } satisfies AccessRule), ApiBearerAuth());

/** The route is open to everyone. */
export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies AccessRule);

/** The caller that the guard found; only on routes that are not `@Public`. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const holder =
    context.getType() === 'ws'
      ? context.switchToWs().getClient<{ data: { caller: Caller } }>().data
      : context.switchToHttp().getRequest<{ caller: Caller }>();
  return holder.caller;
});
