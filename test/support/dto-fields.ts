import { getMetadataStorage } from 'class-validator';

export type DtoClass = new () => object;

/** A field of a DTO, as its validation decorators describe it. */
export interface DtoField {
  name: string;
  /** Names of its rules: `isUuid`, `isPlainLine`, `maxLength`, `isOptional` ... */
  rules: Set<string>;
  /** Longest text it takes. */
  maxLength?: number;
  /** The rules hold for the elements of an array. */
  each: boolean;
  /** DTO of the object it holds. */
  nested?: DtoClass;
}

interface RuleMetadata {
  propertyName: string;
  type: string;
  name?: string;
  each?: boolean;
  constraints?: unknown[];
}

/** The fields that `dto` takes, own and inherited: whatever has a validation rule, which is what validation lets in. */
export function fieldsOf(dto: DtoClass): DtoField[] {
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(dto, '', true, false) as RuleMetadata[];
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  return names.map((name) => {
    const own = rules.filter(({ propertyName }) => propertyName === name);
    const limit = own.find((rule) => ruleName(rule) === 'maxLength')?.constraints?.[0];
    const type = Reflect.getMetadata('design:type', dto.prototype as object, name) as DtoClass | undefined;
    return {
      name,
      rules: new Set(own.map(ruleName)),
      maxLength: typeof limit === 'number' ? limit : undefined,
      each: own.some((rule) => rule.each),
      nested: own.some(({ type: kind }) => kind === 'nestedValidation') ? type : undefined,
    };
  });
}

function ruleName({ name, type }: RuleMetadata): string {
  const text = name ?? type;
  return text === 'conditionalValidation' ? 'isOptional' : text;
}

/** True for fields that take free text, or a list of it. */
export function isText({ rules }: DtoField): boolean {
  const bound = ['isUuid', 'isIn', 'isInt', 'isNumber', 'isBoolean'].some((rule) => rules.has(rule));
  return (
    !bound &&
    (rules.has('isString') || rules.has('isPlainLine') || rules.has('isEmail') || rules.has('maxLength'))
  );
}
