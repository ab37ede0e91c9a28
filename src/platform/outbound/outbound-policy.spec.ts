import { OutboundPolicy } from './outbound-policy.js';
import { isPublicAddress } from './public-address.js';

const allowed = (url: string, policy = new OutboundPolicy()): boolean => {
  try {
    policy.check(url);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'url.not_allowed', kind: 'invalid' });
    return false;
  }
};

describe('isPublicAddress', () => {
  it.each(
    (
      '0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 ' +
      '192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 ' +
      '168.63.129.16 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 ' +
      '2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1'
    ).split(' '),
  )('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(
    '1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 172.32.0.1 2606:4700::1111 2a00:1450:4001::1 2001:4860:4860::8888'.split(
      ' ',
    ),
  )('%s is', (address) => expect(isPublicAddress(address)).toBe(true));

  it('takes nothing but plain addresses', () => {
    for (const text of ['', 'example.com', '127.1', '0x7f000001', '2130706433', ' 8.8.8.8'])
      expect(isPublicAddress(text)).toBe(false);
  });
});

describe('OutboundPolicy', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.1/',
    'http://127.0.1/',
    'http://0x7f.0.0.1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://127.0.0.1:80/',
    'http://１２７.０.０.１/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://127.0.0.1%2e/',
    'http://1\u00ad27.0.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[::7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[fe80::1%25eth0]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://localhost/',
    'http://LOCALHOST/',
    'http://localhost./',
    'http://foo.localhost/',
    'http://ｌocalhost/',
    'http://localhost.localdomain/',
    'http://metadata.google.internal/',
    'http://metadata/',
    'http://169.254.169.254/latest/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http:127.0.0.1/',
    'http:/127.0.0.1/',
    'http:\\\\127.0.0.1\\',
    'http://example.com\\@127.0.0.1/',
    'http://example.com@127.0.0.1/',
    'ht\ntp://127.0.0.1/',
    'http://127.0\t.0.1/',
    'http://router.lan/',
    'http://printer.local/',
    'http://168.63.129.16/',
    'http://[fd00:ec2::254]/',
  ])('refuses the inner address %j', (url) => expect(allowed(url)).toBe(false));

  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    '//example.com/',
    'example.com',
    'http://user:pass@example.com/',
    'http://user@example.com/',
    'http://example.com:22/',
    'http://example.com:25/',
    'http://example.com:6379/',
    'http://example.com:5432/',
    'http://example.com/\r\nX-Evil: 1',
    'http://exa mple.com/',
    'http://',
    '',
    `http://example.com/${'a'.repeat(10_000)}`,
  ])('refuses %j', (url) => expect(allowed(url)).toBe(false));

  it.each([
    'https://example.com/',
    'http://example.com:8080/a?b=c#d',
    'https://sub.example.co.uk:8443/',
    'http://8.8.8.8/',
    'https://xn--bcher-kva.example/',
    ' https://example.com/ ',
  ])('allows %j', (url) => expect(allowed(url)).toBe(true));

  it('exempts exactly the hosts that the operator named', () => {
    const policy = new OutboundPolicy({ allowHosts: ['127.0.0.1:4000', 'wiki.lan'] });
    expect(allowed('http://127.0.0.1:4000/x', policy)).toBe(true);
    expect(allowed('http://wiki.lan:9000/', policy)).toBe(true);
    for (const url of [
      'http://127.0.0.1:4001/',
      'http://127.0.0.1/',
      'http://evil.wiki.lan/',
      'http://wiki.lan.evil.lan/',
      'http://a@wiki.lan/',
    ]) {
      expect(allowed(url, policy)).toBe(false);
    }
  });
});
