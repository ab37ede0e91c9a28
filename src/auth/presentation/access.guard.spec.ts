import type { ExecutionContext, Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { DomainError } from '../../kernel/domain-error.js';
import {
  Caller,
  CallerVerifier,
  type Grant,
  Public,
  Requires,
  RequiresPlatformAdmin,
} from '../../platform/http/access/index.js';
import { AccessGuard } from './access.guard.js';

class Routes {
  forgotten() {}

  @Public()
  open() {}

  @Requires('bots:read')
  reading() {}

  @Requires('bots:write')
  writing() {}

  @RequiresPlatformAdmin()
  administering() {}
}

@Public()
class OpenRoutes {
  inherited() {}

  @Requires('bots:read')
  closed() {}
}

/** Knows one token. */
class OneToken extends CallerVerifier {
  asked = 0;

  constructor(
    private readonly grants: Grant[],
    private readonly platformAdmin = false,
  ) {
    super();
  }

  async verify(token: string): Promise<Caller> {
    this.asked++;
    if (token !== 'good') throw new DomainError('auth.unauthenticated', 'unauthenticated');
    return new Caller('user', 'session', this.grants, this.platformAdmin);
  }
}

function route<T extends object>(type: Type<T>, name: keyof T, authorization?: string) {
  const request: { headers: object; caller?: Caller } = { headers: { authorization } };
  const context = {
    getType: () => 'http',
    getClass: () => type,
    getHandler: () => type.prototype[name],
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  return { context, request };
}

function event(name: keyof Routes, data?: object): ExecutionContext {
  return {
    getType: () => 'ws',
    getClass: () => Routes,
    getHandler: () => Routes.prototype[name],
    switchToWs: () => ({ getClient: () => ({ data }) }),
  } as unknown as ExecutionContext;
}

describe('AccessGuard', () => {
  const guardFor = (...grants: Grant[]) => {
    const verifier = new OneToken(grants);
    return { guard: new AccessGuard(new Reflector(), verifier), verifier };
  };
  const owner: Grant = { workspaceId: 'mine', role: 'owner' };
  const viewer: Grant = { workspaceId: 'theirs', role: 'viewer' };

  it('refuses a route that declares nothing, to everyone', async () => {
    const { guard } = guardFor(owner);
    const { context } = route(Routes, 'forgotten', 'Bearer good');
    await expect(guard.canActivate(context)).rejects.toMatchObject({
      code: 'access.undeclared',
      kind: 'forbidden',
    });
  });

  it('opens a public route without looking at credentials', async () => {
    const { guard, verifier } = guardFor();
    expect(await guard.canActivate(route(Routes, 'open', 'Bearer bad').context)).toBe(true);
    expect(await guard.canActivate(route(OpenRoutes, 'inherited').context)).toBe(true);
    expect(verifier.asked).toBe(0);
  });

  it('puts the route’s own declaration over that of its controller', async () => {
    const { guard } = guardFor();
    await expect(guard.canActivate(route(OpenRoutes, 'closed').context)).rejects.toMatchObject({
      code: 'auth.unauthenticated',
    });
  });

  it('puts the caller on the request', async () => {
    const { guard } = guardFor(owner);
    const { context, request } = route(Routes, 'writing', 'bearer  good ');
    expect(await guard.canActivate(context)).toBe(true);
    expect(request.caller?.userId).toBe('user');
  });

  it.each([undefined, '', 'good', 'Basic good', 'Bearer', 'Bearer bad', 'Bearer good good', 'BearerX good'])(
    'is not content with the header %j',
    async (authorization) => {
      const { guard } = guardFor(owner);
      const { context, request } = route(Routes, 'reading', authorization);
      await expect(guard.canActivate(context)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
      expect(request.caller).toBeUndefined();
    },
  );

  it('asks for a role that is allowed to in at least one workspace', async () => {
    const writing = () => route(Routes, 'writing', 'Bearer good').context;
    await expect(guardFor(viewer).guard.canActivate(writing())).rejects.toMatchObject({
      code: 'access.forbidden',
    });
    await expect(guardFor().guard.canActivate(writing())).rejects.toMatchObject({ code: 'access.forbidden' });
    expect(await guardFor(viewer, owner).guard.canActivate(writing())).toBe(true);
    expect(await guardFor(viewer).guard.canActivate(route(Routes, 'reading', 'Bearer good').context)).toBe(
      true,
    );
  });

  it('lets only platform administrators do what concerns the installation', async () => {
    const administering = () => route(Routes, 'administering', 'Bearer good').context;
    await expect(guardFor(owner).guard.canActivate(administering())).rejects.toMatchObject({
      code: 'access.forbidden',
    });
    const administrator = new AccessGuard(new Reflector(), new OneToken([viewer], true));
    expect(await administrator.canActivate(administering())).toBe(true);
    const stranger = route(Routes, 'administering', 'Bearer bad').context;
    await expect(administrator.canActivate(stranger)).rejects.toMatchObject({
      code: 'auth.unauthenticated',
    });
  });

  it('holds for socket events too', async () => {
    const { guard } = guardFor(owner);
    const caller = new Caller('user', 'session', [viewer], false);
    await expect(guard.canActivate(event('forgotten', { caller }))).rejects.toMatchObject({
      code: 'access.undeclared',
    });
    await expect(guard.canActivate(event('reading'))).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    await expect(guard.canActivate(event('writing', { caller }))).rejects.toMatchObject({
      code: 'access.forbidden',
    });
    expect(await guard.canActivate(event('reading', { caller }))).toBe(true);
  });
});
