export { authMessages } from './auth.messages.js';
export { AuthModule } from './auth.module.js';
export { UserRegistered } from './domain/user-registered.event.js';
export type { User } from './domain/user.js';
