import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { DomainError } from '../../kernel/domain-error.js';
import type { HostResolver, ResolvedAddress } from './host-resolver.js';
import { urlNotAllowed } from './outbound-policy.js';
import { isPublicAddress } from './public-address.js';

const MAX_HEADER_BYTES = 32 * 1024;

/**
 * An undici agent for one hop. The name is resolved once, all its addresses are checked, and the socket goes to exactly
 * those: a name server that changes its mind between check and connect has no effect. TLS and Host keep the name.
 */
export function pinnedAgent(resolver: HostResolver, exempt: boolean, idleMs: number): Agent {
  const connector = buildConnector({
    timeout: idleMs,
    autoSelectFamily: true,
    lookup: guardedLookup(resolver, exempt),
  });
  return new Agent({
    connections: 1,
    pipelining: 1,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    connect: (options, callback) =>
      connector(options, (...[error, socket]: Parameters<buildConnector.Callback>) => {
        // The decision stands on what the socket is really connected to.
        if (socket && !exempt && !isPublicAddress(socket.remoteAddress ?? '')) {
          socket.destroy();
          return callback(urlNotAllowed(), null);
        }
        if (error) callback(error, null);
        else callback(null, socket);
      }),
  });
}

function guardedLookup(resolver: HostResolver, exempt: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolver.resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || (!exempt && !addresses.every(({ address }) => isPublicAddress(address)))) {
          return callback(urlNotAllowed(), [] as never);
        }
        if (options.all) callback(null, addresses satisfies ResolvedAddress[]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(lookupError(error), [] as never),
    );
  };
}

/** A name that does not exist and one that leads inside look the same. */
function lookupError(error: NodeJS.ErrnoException): Error {
  const missing = error.code === 'ENOTFOUND' || error.code === 'ENODATA';
  return missing ? urlNotAllowed() : new DomainError('url.unreachable', 'unavailable', { cause: error });
}
