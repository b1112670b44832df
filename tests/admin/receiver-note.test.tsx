import { screen } from '@testing-library/react';
import { DEFAULTS, openForm } from './helpers/form';
import { answer } from './helpers/samples';

it.each([
  [
    'standard-webhooks',
    /^WEBHOOK_SECRET is the secret in the form that begins with whsec_\. Check/,
  ],
  ['woocommerce', /^WEBHOOK_SECRET is the whole secret of this webhook, as it is/],
] as const)('says which form of the secret verifies %s', async (format, words) => {
  await openForm('/webhooks/create', {
    'GET /defaults': () => answer({ ...DEFAULTS, signatureFormats: [format] }),
  });
  await screen.findByText(words);
});
