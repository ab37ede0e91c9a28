export { type AskingPage, askingPage, mayShow } from './asking-page.js';
export { originAllowed } from './bot-origins.js';
export { isSameOrigin } from './same-origin.js';
export { SameOriginGuard } from './same-origin.guard.js';
export { securityHeaders } from './security-headers.js';
export { bodyDeadline, hardenServer } from './server-timeouts.js';
export { VisitorOriginGuard } from './visitor-origin.guard.js';
export { visitorRoutes } from './visitor-routes.js';
export { widgetCors } from './widget-cors.js';
