import type { Socket } from 'socket.io';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import type { Caller, CallerVerifier } from '../http/access/index.js';
import { requestContext } from '../http/context/index.js';
import { type Problem, toProblem } from '../http/errors/index.js';
import { localeOf } from '../http/i18n/index.js';
import { askingPage, mayShow } from '../http/security/index.js';
import type { HandshakeLimit } from './handshake-limit.js';
import { isRefusal, type LiveAccess } from './live-access.js';
import type { AuthenticatedSocket, SocketData } from './socket.js';

/** Sent to a socket whose credentials have ended, before it is disconnected. */
const ENDED = 'access:ended';
/** Sent by a client that has a fresh token, before the one it came with expires. */
const REFRESH = 'auth:refresh';

type Acknowledge = (answer: object) => void;

/** Lets sockets in by their credentials, keeps an eye on these, and takes fresh ones. */
export class SocketCredentials {
  constructor(
    private readonly verifier: CallerVerifier,
    private readonly live: LiveAccess,
    private readonly limit: HandshakeLimit,
    private readonly publicUrl: string,
  ) {}

  /** Nobody enters a namespace without. */
  readonly admit = async (socket: Socket, next: (error?: Error) => void): Promise<void> => {
    const locale = localeOf(socket.handshake.headers['accept-language']);
    const client = {
      ip: this.limit.addressOf(socket.request),
      userAgent: (socket.handshake.headers['user-agent'] ?? '').slice(0, 300),
    };
    const token = tokenIn(socket.handshake.auth);
    try {
      const caller = await requestContext.run({ requestId: newId(), ...client }, () =>
        this.verifier.verify(token),
      );
      this.assertShown(caller, socket);
      socket.data = { caller, token, locale, client } satisfies Omit<SocketData, 'watch'>;
      next();
    } catch (error) {
      // While the database is away, everybody comes back again and again: none of them has bad credentials for that.
      if (isRefusal(error)) await this.limit.countRefused(socket.request);
      const data = toProblem(error, { locale, requestId: newId(), instance: socket.nsp.name });
      next(Object.assign(new Error(data.detail), { data }));
    }
  };

  /** Browsers name the page of every connection: visitors come from where their bot may be shown. */
  private assertShown({ visitor }: Caller, { request }: Socket): void {
    const page = { ...askingPage({ method: 'GET', headers: request.headers }), reads: false };
    if (visitor && !mayShow(page, visitor.domains, this.publicUrl)) {
      throw new DomainError('widget.origin_not_allowed', 'forbidden');
    }
  }

  readonly welcome = (socket: AuthenticatedSocket): void => {
    const watch = this.live.watch(socket.data, {
      admitted: (caller) => (socket.data.caller = caller),
      ended: (why) => {
        socket.emit(ENDED, { problem: problemOf(why, socket) });
        socket.disconnect(true);
      },
    });
    socket.data.watch = watch;
    socket.on('disconnect', () => watch.close());
    socket.on(REFRESH, (body: unknown, acknowledge: unknown) => void this.refresh(socket, body, acknowledge));
  };

  private async refresh(socket: AuthenticatedSocket, body: unknown, acknowledge: unknown): Promise<void> {
    const answer = typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : () => {};
    try {
      await this.limit.takeEvent(socket.request, socket.data.caller);
      const token = tokenIn(body);
      const caller = await this.verifier.verify(token);
      // Rooms and streams were entered as somebody, who they must stay.
      if (caller.principal !== socket.data.caller.principal)
        throw new DomainError('access.forbidden', 'forbidden');
      if (!socket.connected) return;
      socket.data.token = token;
      socket.data.watch.renew({ token, caller });
      answer({ ok: true });
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unauthenticated') {
        await this.limit.countRefused(socket.request);
      }
      answer({ ok: false, problem: problemOf(error, socket) });
    }
  }
}

function tokenIn(source: unknown): string {
  const { token } = (source ?? {}) as { token?: unknown };
  return typeof token === 'string' ? token : '';
}

function problemOf(error: unknown, { data, nsp }: AuthenticatedSocket): Problem {
  return toProblem(error, { locale: data.locale, requestId: newId(), instance: nsp.name });
}
