export { BotOrigins, originAllowed, widgetCorsHeaders } from './bot-origins.js';
export { isSameOrigin } from './same-origin.js';
export { SameOriginGuard } from './same-origin.guard.js';
export { securityHeaders } from './security-headers.js';
export { bodyDeadline, hardenServer } from './server-timeouts.js';
