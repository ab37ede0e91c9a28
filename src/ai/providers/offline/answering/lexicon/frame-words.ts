/**
 * Words that frame a question without naming its subject ("what is the name of ...", "what kind of ..."). That a
 * passage lacks them says little. English, Spanish, French, German, Italian, Portuguese, Dutch.
 */
const LISTS = {
  en:
    'call called calls name names named known know type types kind kinds sort sorts term terms word words example ' +
    'examples thing things something someone people person persons way ways form forms part parts many much number ' +
    'amount percentage percent country countries city cities place places located location locate area region year ' +
    'years date dates day days month century decade time times describe described describes refer refers referred ' +
    'mean means meaning define defined definition explain tell give gives list please use used uses using make makes ' +
    'made become became happen happens happened occur occurs take takes took get gets got considered consist consists ' +
    'contain contains include includes included cause caused causes result results reason reasons another one two ' +
    'three first main different certain long old often far can could would may might must shall need want like help',
  es:
    'nombre llama llaman llamado llamada tipo tipos clase palabra ejemplo cosa cosas persona personas forma parte ' +
    'partes país ciudad lugar año fecha día hora tiempo significa decir dime explica explicar usar uso hacer hace hago ' +
    'hay puedo puede pueden puedes quiero quiere necesito necesita tengo tiene tienen debo',
  fr:
    'nom appelle appelé appelée type genre sorte mot exemple chose choses personne personnes manière partie pays ville ' +
    'lieu année date jour heure temps signifie dire expliquer utiliser faire fait fais puis peut peux veux dois faut ' +
    'est-ce avoir avez',
  de:
    'name heißt heißen genannt art sorte wort beispiel ding dinge person leute teil land stadt ort jahr datum tag ' +
    'bedeutet erkläre sagen nutzen machen mache macht kann können könnt möchte muss brauche gibt habe haben lange viel viele',
  it:
    'nome chiama chiamato tipo genere parola esempio cosa cose persona persone modo parte paese città luogo anno data ' +
    'giorno tempo significa dire spiegare usare fare faccio posso può voglio devo bisogna',
  pt: 'nome chama chamado tipo palavra exemplo coisa coisas pessoa pessoas maneira cidade ano dia tempo significa explicar usar fazer faço posso pode quero preciso tem',
  nl: 'naam heet genoemd soort woord voorbeeld ding mensen persoon deel land stad plaats jaar dag betekent uitleggen gebruiken maken kan wil moet nodig heb hebben',
};

/**
 * Hiragana between Han signs, Chinese function signs, Korean question forms: pieces that hold them are grammar or
 * straddle two words.
 */
const FRAME_PIECE =
  /^(?:\p{sc=Hiragana}+|(?=..$).*[\p{sc=Hiragana}的了吗呢是在有和我你他她它们什怎么这那哪谁几可以能多少为吧请要会]|얼마|가능|어떻|있나|되나|하나|무엇).*$/u;

const WORDS: ReadonlySet<string> = new Set(Object.values(LISTS).join(' ').split(' '));

export function isFrameWord(word: string): boolean {
  return WORDS.has(word) || FRAME_PIECE.test(word) || /^\p{N}$/u.test(word);
}
