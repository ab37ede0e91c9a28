export { AccessChanges } from './access-changes.js';
export {
  ACCESS,
  type AccessRule,
  CurrentCaller,
  Public,
  Requires,
  RequiresPlatformAdmin,
} from './access.decorators.js';
export { assertPermitted, Caller, type Grant, type KeyLimits, type WorkspaceScope } from './caller.js';
export { CallerVerifier } from './caller-verifier.js';
export { KEY_SCOPES, type Permission, PERMISSIONS, type Role, ROLES } from './permission.js';
