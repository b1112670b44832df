import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MASK } from '../../server/src/domain/rules/mask';
import { openForm, SAVED } from './helpers/form';
import { answer } from './helpers/samples';
import { at, click, fill } from './helpers/use';

const headers = () => within(screen.getByRole('region', { name: 'Headers' }));
const values = () => headers().getAllByLabelText<HTMLInputElement>('Value');
const sensitive = () => headers().getAllByRole('checkbox', { name: /^Sensitive/ });
const isTicked = () => sensitive().map((one) => one.getAttribute('aria-checked') === 'true');
const isLocked = () => sensitive().map((one) => one.hasAttribute('disabled'));

it('puts the focus where the name of an added header is typed', async () => {
  await openForm('/webhooks/1');
  await click('button', 'Add a header');
  const name = at(headers().getAllByLabelText('Name'), 2);
  await waitFor(() => expect(document.activeElement).toBe(name));
});

it('goes on at the button that adds one when a header is removed, also where no more could be added', async () => {
  await openForm('/webhooks/1');
  const add = screen.getByRole('button', { name: 'Add a header' });
  await click('button', 'Add a header');
  expect(add.matches(':disabled')).toBe(true);
  await click('button', 'Remove the header X-Team');
  await waitFor(() => expect(document.activeElement).toBe(add));
  await click('button', 'Remove the header Authorization');
  await waitFor(() => expect(document.activeElement).toBe(add));
});

it('says what is wrong with a value at the value, and brings people there', async () => {
  const api = await openForm('/webhooks/1');
  const value = at(values(), 1);
  await fill(value, 'ニュース');
  await click('button', 'Save');
  await waitFor(() => expect(document.activeElement).toBe(value));
  const words = screen.getByText('The value has characters that HTTP does not allow in a header.');
  expect(value.getAttribute('aria-describedby')).toContain(words.id);
  expect(words.id).not.toBe('');
  expect(at(headers().getAllByLabelText('Name'), 1).getAttribute('aria-invalid')).not.toBe('true');
  expect(api.to('PUT /webhooks/1')).toEqual([]);
});

const CREATED = { ...SAVED, secret: 'whsec_abc', standardSecret: 'whsec_abc' };

describe('the sensitive switch of a header', () => {
  it('hides what is typed, and is sent with the new webhook', async () => {
    const api = await openForm('/webhooks/create?start=generic', {
      'POST /webhooks': () => answer(CREATED),
    });
    await fill(screen.getByLabelText(/^URL/), 'https://example.com/hook');
    for (const [index, name] of ['X-Own', 'X-Team'].entries()) {
      await click('button', 'Add a header');
      await fill(at(headers().getAllByLabelText('Name'), index), name);
      await fill(at(values(), index), `of ${name}`);
    }
    await userEvent.click(at(sensitive(), 0));
    expect(values().map(({ type }) => type)).toEqual(['password', 'text']);
    await click('button', 'Create');
    await screen.findByText('whsec_abc');
    expect(api.to('POST /webhooks').map(({ data }) => data)).toEqual([
      expect.objectContaining({
        headers: { 'X-Own': 'of X-Own', 'X-Team': 'of X-Team' },
        sensitiveHeaders: ['X-Own'],
      }),
    ]);
  });

  it('does not bring a hidden value back, and keeps it when the rest is saved', async () => {
    const api = await openForm('/webhooks/1');
    expect(isTicked()).toEqual([true, false]);
    expect(isLocked()).toEqual([true, false]);
    // Its name keeps it sensitive, whatever its value is.
    expect(headers().getByText('Saved and hidden. Type to replace it.')).toBeTruthy();
    await userEvent.click(at(sensitive(), 1));
    await click('button', 'Save');
    await screen.findByText('Saved');
    expect(api.to('PUT /webhooks/1').at(-1)?.data).toMatchObject({
      headers: { Authorization: MASK, 'X-Team': 'news' },
      sensitiveHeaders: ['Authorization', 'X-Team'],
    });
  });

  it('can be taken off with a new value', async () => {
    const hidden = { ...SAVED, headers: { 'X-Team': MASK }, sensitiveHeaders: ['X-Team'] };
    const api = await openForm('/webhooks/1', { 'GET /webhooks/1': () => answer(hidden) });
    expect(isLocked()).toEqual([true]);
    expect(
      headers().getByText(/^Saved and hidden\..* “Sensitive” can be unticked too\.$/),
    ).toBeTruthy();
    await fill(at(values(), 0), 'open');
    await userEvent.click(at(sensitive(), 0));
    await click('button', 'Save');
    await screen.findByText('Saved');
    expect(api.to('PUT /webhooks/1').at(-1)?.data).toMatchObject({
      headers: { 'X-Team': 'open' },
      sensitiveHeaders: [],
    });
  });

  it('is on and locked as soon as the name alone makes the value a secret', async () => {
    const words = 'Sensitive (always, because of its name)';
    await openForm('/webhooks/create?start=generic');
    await click('button', 'Add a header');
    const name = at(headers().getAllByLabelText('Name'), 0);
    await fill(name, 'X-Api-Ke');
    expect([isTicked(), isLocked(), values().map(({ type }) => type)]).toEqual([
      [false],
      [false],
      ['text'],
    ]);
    await userEvent.type(name, 'y');
    expect([isTicked(), isLocked(), values().map(({ type }) => type)]).toEqual([
      [true],
      [true],
      ['password'],
    ]);
    expect(headers().getByRole('checkbox', { name: words })).toBeTruthy();
  });

  it('stays locked when a hidden value is typed anew', async () => {
    const api = await openForm('/webhooks/1');
    await fill(at(values(), 0), 'Bearer new');
    expect([at(isTicked(), 0), at(isLocked(), 0), at(values(), 0).type]).toEqual([
      true,
      true,
      'password',
    ]);
    await click('button', 'Save');
    await screen.findByText('Saved');
    expect(api.to('PUT /webhooks/1').at(-1)?.data).toMatchObject({
      headers: { Authorization: 'Bearer new', 'X-Team': 'news' },
      sensitiveHeaders: ['Authorization'],
    });
  });
});
