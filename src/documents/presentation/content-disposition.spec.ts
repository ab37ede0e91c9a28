import { attachment } from './content-disposition.js';

describe('attachment', () => {
  it.each([
    ['plan.pdf', `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`],
    ['Größe "1".pdf', `attachment; filename="Groe _1_.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.pdf`],
    ['價目表.csv', `attachment; filename="file.csv"; filename*=UTF-8''%E5%83%B9%E7%9B%AE%E8%A1%A8.csv`],
    ["it's (1)*.txt", `attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ])('names %s', (name, header) => expect(attachment(name)).toBe(header));

  it('cannot be broken out of', () => {
    const header = attachment('a"; filename=evil.html\r\nX-Evil: 1');
    expect(header).not.toMatch(/[\r\n]/);
    expect(header.match(/"/g)).toHaveLength(2);
  });
});
