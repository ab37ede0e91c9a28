/** Sentences that make a section out of its facts. They hold no facts of their own. */
const OPENINGS = [
  'This section explains what you should know about {topic} and where responsibility lies.',
  'The rules on {topic} have grown out of experience, and each of them has a reason.',
  'Questions about {topic} come up often, so the most important points are gathered here.',
  'Whoever deals with {topic} for the first time should read this page to its end.',
  'The following applies to {topic} unless a later notice says otherwise.',
];
const MIDDLES = [
  'Take your time with this step, because mistakes made here are usually noticed much later and are then costly to put right. If something on site differs from what is described, stop and ask before you go on.',
  'Keep the work area tidy and dry, and make sure that everyone involved knows who decides in case of doubt. A short talk beforehand saves a long explanation afterwards.',
  'Most difficulties can be avoided by preparing well. Read the page once as a whole, lay out what you will need, and only then begin with the first step.',
  'People who have done this many times still follow the same order, since it is the order and not the speed that leads to a reliable result.',
  'Make a note of anything unusual while it is fresh in your memory. A line with the date and your name is enough, and it helps the colleague who comes after you.',
  'Do not rely on memory where a written figure exists. The figures on this page have been checked and are updated with each edition.',
];
const CLOSINGS = [
  'If you are unsure whether this page applies to your case, ask the person responsible for {topic}.',
  'Suggestions for improving the rules on {topic} are always welcome and are answered in writing.',
  'What is said here about {topic} is reviewed once a year and whenever something has gone wrong.',
  'Remember that {topic} concerns others as well, so tell them when something changes.',
];

/** Four paragraphs: the facts of a section in running text. Always the same for the same number. */
export function paragraphsOf([section, ...facts], number) {
  const pick = (list, offset) => list[(number * 7 + offset * 3) % list.length].replaceAll('{topic}', topicOf(section));
  return [
    `${pick(OPENINGS, 0)} ${facts[0]}`,
    `${pick(MIDDLES, 1)} ${facts[1]}`,
    `${facts[2]} ${pick(MIDDLES, 2)}`,
    pick(CLOSINGS, 3),
  ];
}

function topicOf(section) {
  const topic = section.replace(/^[EW]-\d+ /, '');
  return /^[A-Z]{2}/.test(topic) ? topic : topic[0].toLowerCase() + topic.slice(1);
}
