export { createLogger, PinoLoggerService } from './logger.js';
export { requestLog } from './request-log.middleware.js';
