import { Global, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';

import { AuditLog } from './audit-log.js';
import { AuditPurge } from './audit-purge.js';
import { AuditRetention } from './audit-retention.js';
import { AuditTrail } from './audit-trail.js';
import { DeniedAttempts } from './denied-attempts.middleware.js';

@Global()
@Module({
  providers: [AuditTrail, AuditLog, AuditPurge, AuditRetention, DeniedAttempts],
  exports: [AuditTrail, AuditLog, AuditPurge, DeniedAttempts],
})
export class AuditModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(DeniedAttempts).forRoutes('{*path}');
  }
}
