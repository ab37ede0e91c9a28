/**
 * Why a turn's signal was aborted from outside: somebody stopped it, it is no longer ours to answer (lease lost,
 * conversation deleted), or the process is going down. Deadlines abort with a `DomainError` instead.
 */
export class TurnAbort extends Error {
  constructor(readonly why: 'stopped' | 'overtaken' | 'shutdown') {
    super(`turn ${why}`);
    this.name = 'TurnAbort';
  }
}
