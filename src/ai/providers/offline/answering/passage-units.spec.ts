import { unitsOf } from './passage-units.js';

const units = (content: string, heading?: string) =>
  unitsOf({ index: 1, title: 'Manual', heading, content, score: 1 });

describe('unitsOf', () => {
  it('should cut sentences with their white space cleaned', () => {
    expect(units('It works.\nIt  really\n does. Yes!').map(({ text }) => text)).toEqual([
      'It works.',
      'It really does.',
      'Yes!',
    ]);
  });

  it('should put headings and questions over what follows', () => {
    const [heading, question, answer, next] = units(
      'Delivery\n\nQ: How long does it take?\nA: Three days. At most.',
    );
    expect(heading).toMatchObject({ role: 'heading', text: 'Delivery' });
    expect(question).toMatchObject({ role: 'question', text: 'How long does it take?', under: 0 });
    expect(answer).toMatchObject({ role: 'sentence', text: 'Three days.', under: 1 });
    expect(next).toMatchObject({ under: 1 });
  });

  it('should know a heading that the passage is filed under', () => {
    expect(units('Sizes 1 to 9\nAll sizes fit.', 'Shoes > Sizes 1 to 9')[0]).toMatchObject({
      role: 'heading',
    });
  });

  it('should join list items to the line that leads to them', () => {
    const [lead, first, second, after] = units(
      'To return it:\n\n- Log in.\n- Print the label.\n\nThat is all.',
    );
    expect(lead).toMatchObject({ role: 'sentence', text: 'To return it:' });
    expect(first).toMatchObject({ role: 'item', text: 'Log in.', lead: 0 });
    expect(second).toMatchObject({ role: 'item', lead: 0 });
    expect(after.lead).toBeUndefined();
  });

  it('should tell a sentence that the passage border cut', () => {
    expect(units('and so it ends. A new one begins.').map(({ rough }) => rough)).toEqual([true, false]);
  });

  it('should tell code from prose', () => {
    expect(units('client.send({"type": "text", "data": [1, 2]});')[0]).toMatchObject({ rough: true });
    expect(units('The price (with tax) is 5: no more.')[0]).toMatchObject({ rough: false });
  });

  it('should hold rows among sentences in the order of the text', () => {
    expect(
      units('Prices follow.\n\nPlan | Price\nPro | 25\n\nAll with tax.').map(({ role }) => role),
    ).toEqual(['sentence', 'row', 'sentence']);
  });

  it('should find nothing in a passage without words', () => expect(units('… --- !!')).toEqual([]));
});
