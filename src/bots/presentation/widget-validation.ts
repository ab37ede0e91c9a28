import { ValidateBy, type ValidationOptions } from 'class-validator';

import { isPlainLine } from '../../platform/http/validation/index.js';
import { domainEntry, WIDGET_LIMITS, type WidgetTexts } from '../domain/widget-settings.js';

/** A BCP 47 tag such as `de` or `pt-BR`. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/** A host name, with a port where it is not the usual one, or `*.` in front for every name below. */
export const IsDomainEntry = (options?: ValidationOptions) =>
  ValidateBy(
    {
      name: 'isDomainEntry',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && domainEntry(value) !== undefined,
      },
    },
    options,
  );

/** Texts by language: known names only, each within its length. */
export const IsWidgetTexts = (options?: ValidationOptions) =>
  ValidateBy({ name: 'isWidgetTexts', validator: { validate: isTextsByLanguage } }, options);

function isTextsByLanguage(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= WIDGET_LIMITS.languages &&
    entries.every(([tag, texts]) => LANGUAGE.test(tag) && isRecord(texts) && areTexts(texts))
  );
}

function areTexts(texts: Record<string, unknown>): boolean {
  return Object.entries(texts).every(([name, text]) => {
    if (!Object.hasOwn(WIDGET_LIMITS.texts, name) || typeof text !== 'string') return false;
    if (text.length > WIDGET_LIMITS.texts[name as keyof WidgetTexts]) return false;
    return name === 'welcomeMessage' || isPlainLine(text);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
