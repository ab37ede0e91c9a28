import { differences, fieldOf, httpCall, shellWords, stepsOf } from './walk-through.js';

const none = new Map<string, string>();
const fence = (language: string, content: string) => `\`\`\`${language}\n${content}\n\`\`\`\n`;

describe('a walk-through', () => {
  it('is read as commands with their answers', () => {
    const text = [
      '# Title',
      fence('sh', 'API=http://localhost:1'),
      '## First',
      fence('sh', 'curl -i "$API/a" \\\n  -d \'{}\''),
      'Answer `201`:',
      fence('json', '{ "id": "$ID" }'),
      fence('sh', 'ID=0199… # items.0.id\nLINK=x… # token in the mail "invitation" to a@b.example'),
      fence('sh', 'curl "$API/b"'),
      'Answer `204`.',
    ].join('\n');
    expect(stepsOf(text)).toEqual([
      {
        title: 'First, 1',
        command: 'curl -i "$API/a" \\\n  -d \'{}\'',
        status: 201,
        shown: { id: '$ID' },
        kept: [
          { name: 'ID', from: { field: 'items.0.id' } },
          { name: 'LINK', from: { mail: 'invitation', to: 'a@b.example' } },
        ],
      },
      { title: 'First, 2', command: 'curl "$API/b"', status: 204, kept: [] },
    ]);
  });

  it('is refused when something in it would not be looked at', () => {
    expect(() => stepsOf(fence('sh', 'curl x') + fence('sh', 'curl y'))).toThrow('no answer to: curl x');
    expect(() => stepsOf(fence('sh', 'curl x'))).toThrow('no answer to: curl x');
    expect(() => stepsOf('Answer `200`:\n')).toThrow('nothing was asked');
    expect(() => stepsOf(fence('json', '{}'))).toThrow('an answer to nothing');
    expect(() => stepsOf(fence('sh', 'rm -r /'))).toThrow('neither curl nor a variable');
  });

  it('takes words as a shell does', () => {
    const variables = new Map([['A', 'one two']]);
    expect(shellWords(`x "$A" '$A' y'"'$A'"' \\\n "a b"c`, variables)).toEqual([
      'x',
      'one two',
      '$A',
      'y"one two"',
      'a bc',
    ]);
    expect(() => shellWords('x $B', variables)).toThrow('$B was not set');
    expect(() => shellWords("x 'y", variables)).toThrow("not understood from: 'y");
  });

  it('sends what curl would send', () => {
    expect(httpCall(`curl -i "http://h/a" -H "X-A: b: c" -A "me" -d '{"a": 1}'`, none)).toEqual({
      method: 'POST',
      url: 'http://h/a',
      headers: { 'X-A': 'b: c', 'User-Agent': 'me' },
      body: '{"a": 1}',
    });
    expect(httpCall('curl -X DELETE http://h/a', none)).toEqual({
      method: 'DELETE',
      url: 'http://h/a',
      headers: {},
    });
    expect(() => httpCall('curl --insecure http://h', none)).toThrow('what is --insecure');
  });

  it('sees every answer that is not as shown', () => {
    const variables = new Map([['ID', '7']]);
    const shown = { a: 1, b: { c: '$ID', d: 'eyJ…' }, e: [{ f: null }] };
    const good = { a: 1, b: { c: '7', d: 'eyJhb' }, e: [{ f: null, g: 2 }], h: 3 };
    expect(differences(shown, good, variables)).toEqual([]);
    for (const bad of [
      { ...good, a: 2 },
      { ...good, a: '1' },
      { ...good, b: { ...good.b, c: '8' } },
      { ...good, b: { ...good.b, d: 'abc' } },
      { ...good, b: { ...good.b, d: 'eyJ' } },
      { ...good, b: null },
      { ...good, e: [] },
      { ...good, e: [{ f: null }, { f: null }] },
      { ...good, e: [{}] },
      undefined,
    ]) {
      expect(differences(shown, bad, variables)).toHaveLength(1);
    }
    expect(differences({ a: '$NOT_SET' }, {}, variables)).toHaveLength(1);
  });

  it('takes fields from answers, and only those that are there', () => {
    expect(fieldOf({ items: [{ id: 'x' }] }, 'items.0.id')).toBe('x');
    expect(() => fieldOf({ items: [] }, 'items.0.id')).toThrow('no text at items.0.id');
  });
});
