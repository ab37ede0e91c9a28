import { cost } from '../../../test/support/growth.js';
import { detectLanguage, textSearchConfig } from './language.js';

describe('detectLanguage', () => {
  it.each([
    ['en', 'How do I change the address of my account?'],
    ['en', 'Refunds are paid within 30 days of the purchase.'],
    ['de', 'Wie kann ich mein Passwort zurücksetzen?'],
    ['de', 'Was kostet das?'],
    ['es', '¿Cuánto cuesta el envío a las islas?'],
    ['fr', 'Comment puis-je changer mon mot de passe ?'],
    ['it', 'Quanto costa la spedizione per le isole?'],
    ['pt', 'Quanto custa o envio para as ilhas e onde não é possível?'],
    ['nl', 'Hoe kan ik mijn wachtwoord wijzigen en wat kost het?'],
    ['sv', 'Hur kan jag ändra mitt lösenord och vad kostar det?'],
    ['fi', 'Miten voin vaihtaa salasanan ja mitä se maksaa?'],
    ['hu', 'Hogyan lehet megváltoztatni a jelszót, és mennyi az ára?'],
    ['ro', 'Cum se poate schimba parola și cât costă?'],
    ['tr', 'Şifremi nasıl değiştirebilirim ve bu ne kadar?'],
    ['id', 'Bagaimana saya dapat mengubah kata sandi dan berapa harganya?'],
    ['pl', 'Jak można zmienić hasło i ile to kosztuje?'],
    ['ru', 'Как изменить пароль и сколько это стоит?'],
    ['uk', 'Як змінити пароль і скільки це коштує?'],
    ['ar', 'كيف يمكنني تغيير كلمة المرور؟'],
    ['fa', 'چگونه می توانم رمز را تغییر دهم؟'],
    ['he', 'איך אפשר לשנות את הסיסמה?'],
    ['hi', 'मैं अपना पासवर्ड कैसे बदल सकता हूँ?'],
    ['el', 'Πώς μπορώ να αλλάξω τον κωδικό;'],
    ['zh', '如何修改 API 密码？'],
    ['ja', 'パスワードを変更するにはどうすればいいですか'],
    ['ko', '비밀번호를 어떻게 변경하나요?'],
    ['th', 'ฉันจะเปลี่ยนรหัสผ่านได้อย่างไร'],
    ['und', 'XK-42 9981 QWPLM'],
    ['und', '12345 !!!'],
    ['und', ''],
  ])('should find %s in %p', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('should judge a text by its main script', () => {
    expect(detectLanguage('退款政策适用于所有订单，包括 Visa 和 PayPal 支付。')).toBe('zh');
    expect(detectLanguage('The Chinese word 退款 means refund and is used in the shop.')).toBe('en');
  });

  it('should not depend on the length of the text', () => {
    const long = 'the cat is on the mat '.repeat(50_000);
    expect(detectLanguage(long)).toBe('en');
    expect(cost(() => detectLanguage(long))).toBeLessThan(50);
  });
});

describe('textSearchConfig', () => {
  it('should name the stemmer, and simple where there is none', () => {
    expect(textSearchConfig('de')).toBe('german');
    expect(textSearchConfig('zh')).toBe('simple');
    expect(textSearchConfig('constructor')).toBe('simple');
  });
});
