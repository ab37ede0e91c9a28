import { limitDepth } from './html-depth.js';

describe('limitDepth', () => {
  it('leaves an ordinary page as it is', () => {
    const page =
      '<!doctype html><html><body class="a > b"><p>x<br>y <img src="z"/> 1 &lt; 2</p></body></html>';
    expect(limitDepth(page, 50)).toBe(page);
  });

  it('takes tags that are too deep away and keeps their text', () => {
    expect(limitDepth('<a><b><c><d>in</d>side</c></b></a>after', 2)).toBe('<a><b> in side </b></a>after');
  });

  it('makes text of what opens no tag, and leaves out comments and a tag without an end', () => {
    expect(limitDepth('1 < 2 <<3', 9)).toBe('1 &lt; 2 &lt;3');
    expect(limitDepth('a<!-- <b> --->c', 9)).toBe('ac');
    expect(limitDepth('a<!-- b', 9)).toBe('a');
    expect(limitDepth('a<b class="', 9)).toBe('a');
  });

  it('takes time in proportion to the page', () => {
    for (const evil of ['<', '<!--', '<a ', '</', '<a>', '</a>', '<!', '<?']) {
      const started = process.cpuUsage();
      limitDepth(evil.repeat(500_000), 100);
      expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
    }
  });
});
