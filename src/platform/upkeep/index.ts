export { HOUR_MS, PeriodicTask } from './periodic-task.js';
