export { ACCESS, type AccessRule, CurrentCaller, Public, Requires } from './access.decorators.js';
export { assertPermitted, Caller, type Grant, type WorkspaceScope } from './caller.js';
export { CallerVerifier } from './caller-verifier.js';
export { type Permission, PERMISSIONS, type Role, ROLES } from './permission.js';
