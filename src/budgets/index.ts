export { BudgetGuard } from './application/budget-guard.service.js';
export { budgetsMessages } from './budgets.messages.js';
export { BudgetsModule } from './budgets.module.js';
export type { BudgetVerdict } from './domain/budget.js';
