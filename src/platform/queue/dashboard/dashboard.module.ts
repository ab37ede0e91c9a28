import { Module } from '@nestjs/common';

import { DashboardGate } from './dashboard.gate.js';

@Module({ providers: [DashboardGate], exports: [DashboardGate] })
export class DashboardModule {}
