export { type Problem, STATUS, toDomainError, toProblem } from './problem.js';
export { ProblemFilter } from './problem.filter.js';
