export { assertCleanInput } from './clean-input.js';
export { DtoValidationPipe } from './dto-validation.pipe.js';
export { IdPipe } from './id.pipe.js';
export { IsPlainLine } from './is-plain-line.decorator.js';
export { Omittable } from './omittable.decorator.js';
export { PageQueryDto } from './page-query.dto.js';
export { validateDto } from './validate-dto.js';
