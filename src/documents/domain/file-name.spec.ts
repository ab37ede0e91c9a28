import { displayFileName } from './file-name.js';

describe('displayFileName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['C:\\fakepath\\plan.docx', 'plan.docx'],
    ['a\u0000b\r\nSet-Cookie: x.txt', 'abSet-Cookie: x.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['name. . ', 'name'],
    ['-rf.md', '-rf.md'],
    ['.htaccess', '.htaccess'],
    ['=cmd().csv', '=cmd().csv'],
    ['<img src=x onerror=alert(1)>.html', '<img src=x onerror=alert(1)>.html'],
    ['👨‍👩‍👧 family.md', '👨‍👩‍👧 family.md'],
    ['re\u0301sume\u0301.pdf', 'résumé.pdf'],
    ['broken \ud800.txt', 'broken \ufffd.txt'],
    ['..', 'file'],
    ['', 'file'],
    [undefined, 'file'],
  ])('makes %j %j', (raw, shown) => expect(displayFileName(raw)).toBe(shown));

  it('shortens a long name and keeps its extension and whole characters', () => {
    const name = displayFileName(`${'👨‍👩‍👧'.repeat(50)}.docx`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^(👨‍👩‍👧)+\.docx$/u);
  });

  it('is the same when applied to its own result', () => {
    const once = displayFileName(`${'x'.repeat(300)} . .pdf`);
    expect(displayFileName(once)).toBe(once);
  });
});
