export { type Actor, requestContext, type RequestContext } from './request-context.js';
