export { HostResolver, SystemHostResolver, type ResolvedAddress } from './host-resolver.js';
export { OutboundHttp, type OutboundRequest, type OutboundResponse } from './outbound-http.js';
export { OutboundPolicy, type OutboundPolicyOptions } from './outbound-policy.js';
export { isPublicAddress } from './public-address.js';
export { UndiciOutboundHttp, type OutboundHttpOptions } from './undici-outbound.http.js';
