import { isCommon } from './common-passwords.js';
import { isGuessable, passwordLength } from './password.js';

const ada = { email: 'ada.lovelace@mills.example', name: 'Ada King' };

describe('passwords', () => {
  it('are measured in characters, after compatibility forms are folded', () => {
    expect(passwordLength('12345678')).toBe(8);
    expect(passwordLength('👩‍💻')).toBe(3);
    expect(passwordLength('😀😀😀😀')).toBe(4);
    expect(passwordLength('e\u0301'.repeat(8))).toBe(8);
    expect(passwordLength('ﬁ')).toBe(2);
  });

  it.each([
    'password',
    'PassWord',
    ' password ',
    'password1',
    '12345678',
    'qwertyuiop',
    'iloveyou',
    'trustno1',
    'passw0rd',
    'ｐａｓｓｗｏｒｄ',
    'ada.lovelace@mills.example',
    'lovelace',
    'Lovelace1815!',
    'lovelace-king',
    'kyrochat',
    'KyroChat2026!',
    'kyrochatkyrochat',
    'lovelacekyrochat99',
  ])('are guessed when they are %j', (password) => expect(isGuessable(password, ada)).toBe(true));

  it.each([
    'correct horse battery staple',
    'x7#kQ9!vb2',
    'password und noch etwas',
    'lovelace likes looms',
    'der kyrochat-schlüssel',
    '        ',
    'ñandú-corre-mañana',
    '😀😁😂🤣😃😄😅😆',
  ])('are not, when they are %j', (password) => expect(isGuessable(password, ada)).toBe(false));

  it('are compared with thousands, in whole', () => {
    expect(['baseball', 'superman', 'sunshine', '1qaz2wsx'].every(isCommon)).toBe(true);
    expect(isCommon('password 12345678')).toBe(false);
    expect(isCommon('asswor')).toBe(false);
    expect(isCommon('')).toBe(false);
  });

  it('take no longer to look at when they are made to', () => {
    const start = performance.now();
    isGuessable('a'.repeat(100_000), { email: `${'a'.repeat(64)}@example.com`, name: 'a'.repeat(120) });
    isGuessable('lovelace'.repeat(10_000), ada);
    expect(performance.now() - start).toBeLessThan(250);
  });
});
