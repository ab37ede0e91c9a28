/** Health of the process. */
export class HealthDto {
  /** Always `ok`: other states are answered as problem documents. */
  status: 'ok';
}
