import { lookup } from 'node:dns/promises';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** Names to addresses, as a port: tests answer like a hostile name server. */
export abstract class HostResolver {
  /** All addresses of a name. Throws Node's DNS errors (`ENOTFOUND`, `EAI_AGAIN`). */
  abstract resolve(host: string): Promise<ResolvedAddress[]>;
}

/** The system's resolver, hosts file included, as the connector itself would ask it. */
export class SystemHostResolver extends HostResolver {
  async resolve(host: string): Promise<ResolvedAddress[]> {
    const found = await lookup(host, { all: true, order: 'verbatim' });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  }
}
