/**
 * Words of greetings, thanks and questions about the bot itself. A message of nothing else asks nothing of the
 * documents. English, Spanish, French, German, Italian, Portuguese, Dutch.
 */
export const SMALL_TALK: ReadonlySet<string> = new Set(
  (
    'hi hello hey hiya howdy greetings thanks thank thx cheers ok okay yes no yep nope sure please sorry bye goodbye ' +
    'welcome good great nice cool fine perfect awesome morning afternoon evening night day well much lot very help ' +
    'bot chatbot assistant ai robot human test ' +
    'hola buenos buenas días dias tardes noches gracias muchas vale sí adiós hasta luego ayuda ' +
    'bonjour bonsoir salut coucou merci beaucoup oui non au revoir aide ' +
    'hallo guten morgen tag abend moin servus danke dank vielen schön ja nein tschüss hilfe ' +
    'ciao buongiorno buonasera grazie mille sì arrivederci aiuto ' +
    'olá oi bom boa tarde noite obrigado obrigada sim não tchau ajuda ' +
    'hoi goedemorgen goedemiddag goedenavond dankjewel bedankt nee doei hulp'
  ).split(' '),
);
