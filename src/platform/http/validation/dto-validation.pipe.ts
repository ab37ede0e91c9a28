import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';

import { validateDto } from './validate-dto.js';

const BUILT_IN: unknown[] = [String, Number, Boolean, Array, Object];

/** Validates every body and query whose parameter is typed with a DTO class. */
@Injectable()
export class DtoValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom' || !metatype || BUILT_IN.includes(metatype)) return value;
    return validateDto(metatype as new () => object, value ?? {});
  }
}
