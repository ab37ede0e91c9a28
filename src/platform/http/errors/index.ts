export { type Problem, type ProblemContext, STATUS, toDomainError, toProblem } from './problem.js';
export { ProblemFilter } from './problem.filter.js';
