/**
 * Endings of two letters or more that forms of one word differ in, without accents. English; Spanish, Portuguese and
 * Italian; French; German and Dutch. Single letters are always taken for endings.
 */
export const ENDINGS: ReadonlySet<string> = new Set(
  (
    'es ed ing ings er ers or ors ion ions ment ments al als ally ly ies ied able ible ation ations ative ive ity ness ful ' +
    'est ism ist ists ic ical ial ian ians ize ized izes ise ised ising izing ance ence ent ant ate ated ates ating ' +
    'sion sions tion tions on de ding ds ve ves rs ts ce ces cy se ses ze zes zed zer zers zing ted tes ting ble bly cal sm sms ' +
    'us less ual ' +
    'os as is ar ir ado ada ados adas ido ida idos idas ando endo iendo amos emos imos mos ais eis aba ian io aron ieron ' +
    'cion ciones sion siones mente idad ano ana ono ato ata ati ate ito ita iti ire ere are zione zioni cao coes ou eu am em an en on ' +
    'ez ons ai ait ee ees aux ale ales ement ements eur eurs euse euses if ifs ives ante ants antes te tes ' +
    'ern em ten tet st ung ungen lich liche lichen lichkeit heit keit isch ische ischen ingen den je jes'
  ).split(' '),
);
