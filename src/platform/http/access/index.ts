export { type AccessChange, AccessChanges } from './access-changes.js';
export {
  ACCESS,
  type AccessRule,
  CurrentCaller,
  Public,
  Requires,
  RequiresPlatformAdmin,
} from './access.decorators.js';
export { admits } from './admits.js';
export { bearerToken } from './bearer-token.js';
export {
  assertPermitted,
  Caller,
  forbiddenIn,
  type Grant,
  type KeyLimits,
  permittedBy,
  type Reach,
  readableBy,
  reaches,
  type Visitor,
  type WorkspaceScope,
} from './caller.js';
export { CallerIndex } from './caller-index.js';
export { CallerVerifier } from './caller-verifier.js';
export { type EmbeddedBot, EmbeddedBots } from './embedded-bots.port.js';
export { nameCaller } from './name-caller.js';
export { type VisitorClaims, VisitorTokens } from './visitor-tokens.port.js';
export { KEY_SCOPES, type Permission, PERMISSIONS, type Role, ROLES } from './permission.js';
