export { type Meter, METERS, type MeterSource, type MonthCount, Quotas } from './quotas.port.js';
