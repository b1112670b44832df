import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { NEXTJS } from '../../admin/src/pages/webhook-form/snippets/nextjs';
import { NODE } from '../../admin/src/pages/webhook-form/snippets/node';
import { PHP } from '../../admin/src/pages/webhook-form/snippets/php';
import { PYTHON } from '../../admin/src/pages/webhook-form/snippets/python';
import { DEFAULTS, openForm } from './helpers/form';
import { answer } from './helpers/samples';

const CODE = [
  ['Node.js', NODE],
  ['Next.js', NEXTJS],
  ['PHP', PHP],
  ['Python', PYTHON],
] as const;

// What is copied can be read again.
beforeEach(() => userEvent.setup());

describe.each(['standard-webhooks', 'woocommerce'] as const)('code that verifies %s', (format) => {
  it('is there in every language, ready to copy', async () => {
    await openForm('/webhooks/create', {
      'GET /defaults': () => answer({ ...DEFAULTS, signatureFormats: [format] }),
    });
    const code = within(await screen.findByRole('region', { name: 'Code for the receiver' }));
    const tabs = code.getAllByRole('tab');
    expect(tabs.map((tab) => tab.textContent)).toEqual(CODE.map(([name]) => name));
    for (const [name, { [format]: text }] of CODE) {
      await userEvent.click(code.getByRole('tab', { name }));
      expect(code.getByLabelText(name, { selector: 'pre' }).textContent).toBe(text);
      await userEvent.click(code.getByRole('button', { name: `Copy the code for ${name}` }));
      expect(await navigator.clipboard.readText()).toBe(text);
    }
    expect(new Set(CODE.map(([, { [format]: text }]) => text)).size).toBe(CODE.length);
  });
});
