import { Injectable, type PipeTransform } from '@nestjs/common';

import { DomainError } from '../../../kernel/domain-error.js';
import { isId } from '../../../kernel/id.js';

/** `@Param('botId', IdPipe)`: a UUID, or `request.invalid_id` (malformed). */
@Injectable()
export class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    const id = typeof value === 'string' ? value.toLowerCase() : value;
    if (!isId(id)) throw new DomainError('request.invalid_id', 'malformed');
    return id;
  }
}
