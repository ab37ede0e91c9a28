import { Global, Module } from '@nestjs/common';

import { Quotas } from '../platform/quotas/index.js';
import { PlanQuotas } from './application/plan-quotas.service.js';
import { PlanRepository } from './application/ports/plan.repository.js';
import { PostgresPlanRepository } from './infrastructure/postgres-plan.repository.js';

/** Fulfils the port of quotas for every module that keeps something. */
@Global()
@Module({
  providers: [
    PlanQuotas,
    { provide: Quotas, useExisting: PlanQuotas },
    { provide: PlanRepository, useClass: PostgresPlanRepository },
  ],
  exports: [Quotas, PlanQuotas, PlanRepository],
})
export class PlansModule {}
