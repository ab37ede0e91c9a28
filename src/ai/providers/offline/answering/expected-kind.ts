import type { Unit } from './passage-units.js';
import type { Question } from './question.js';

const NUMBER_WORDS =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|billions?|half|twice|once|dozens?|free|' +
  'dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|cien|mil|gratis|gratuito|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|cent|mille|gratuite?|' +
  'zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwanzig|hundert|tausend|kostenlos|kostenfrei|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|venti|cento|' +
  'dois|duas|três|quatro|sete|oito|dez|vinte|grátis|twee|drie|vijf|zes|zeven|negen|tien|twintig|honderd|duizend';
const TIME_WORDS =
  'january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|centur(?:y|ies)|decades?|' +
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|siglo|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|' +
  'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|siècle|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|' +
  'januar|februar|märz|juni|juli|oktober|dezember|jahrhundert|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|' +
  'gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|secolo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|' +
  'janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|século|segunda|terça|quarta|quinta|sexta|' +
  'januari|februari|maart|mei|augustus|eeuw|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag';

const NUMBER_WORD = new RegExp(`(?<!\\p{L})(?:${NUMBER_WORDS})(?!\\p{L})`, 'iu');
const TIME_WORD = new RegExp(`(?<!\\p{L})(?:${TIME_WORDS})(?!\\p{L})`, 'iu');

/** True when the unit holds something of the kind asked for that is not in the question; always so for `other`. */
export function holdsExpectedKind({ text, role }: Unit, question: Question): boolean {
  switch (question.kind) {
    case 'time':
      return holdsNew(text, /[\p{N}一二三四五六七八九十百千]+/gu, question) || TIME_WORD.test(text);
    case 'quantity':
      return holdsNew(text, /[\p{N}一二三四五六七八九十百千万]+/gu, question) || NUMBER_WORD.test(text);
    case 'person':
    case 'place':
      return holdsNew(text, /\p{Lu}\p{L}+/gu, question);
    case 'manner':
      return role === 'item' || /[:：]$/u.test(text);
    case 'other':
      return true;
  }
}

function holdsNew(text: string, pattern: RegExp, question: Question): boolean {
  for (const match of text.matchAll(pattern)) {
    if (!question.words.has(match[0].toLowerCase())) return true;
  }
  return false;
}
