import { SecretBox } from './secret-box.js';

describe('SecretBox', () => {
  const secret = 'a secret of the installation, long enough';
  const box = new SecretBox(secret, 'tests');
  const plain = Buffer.from('what nobody is to read');

  it('opens what it sealed, for the same owner', () => {
    const sealed = box.seal(plain, 'ada');
    expect(new SecretBox(secret, 'tests').open(sealed, 'ada')).toEqual(plain);
    expect(sealed.includes(plain)).toBe(false);
    expect(box.seal(plain, 'ada')).not.toEqual(sealed);
  });

  it('opens nothing for another owner, purpose or secret', () => {
    const sealed = box.seal(plain, 'ada');
    expect(box.open(sealed, 'bob')).toBeUndefined();
    expect(new SecretBox(secret, 'others').open(sealed, 'ada')).toBeUndefined();
    expect(new SecretBox(`${secret}!`, 'tests').open(sealed, 'ada')).toBeUndefined();
  });

  it('opens nothing that was changed, in whatever byte', () => {
    const sealed = box.seal(plain, 'ada');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] ^= 1;
      expect(box.open(changed, 'ada')).toBeUndefined();
      expect(box.open(sealed.subarray(0, at), 'ada')).toBeUndefined();
    }
  });
});
