import { screen, waitFor } from '@testing-library/react';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, health, pageOf, stats, webhook } from './helpers/samples';

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([webhook(1, { name: 'CRM' })]),
  'GET /webhooks/health': () => answer([health(1, 0, 0, 9)]),
  'GET /encryption': () => answer({ source: 'settings', canSave: true }),
  'GET /stats': () => answer(stats('hour', 24)),
};

describe('the overview while it is loaded', () => {
  it.each(['GET /webhooks', 'GET /webhooks/health', 'GET /encryption'])(
    'shows no numbers that something above would push down, while %s takes its time',
    async (route) => {
      let finish: () => void = () => undefined;
      const slow = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const api = await openPanel({
        at: '/overview',
        answers: {
          ...ANSWERS,
          [route]: async (request) => {
            await slow;
            return ANSWERS[route]?.(request);
          },
        },
      });
      await waitFor(() => expect(api.to('GET /stats')).not.toEqual([]));
      await waitFor(() => expect(api.to(route)).not.toEqual([]));
      expect(await screen.findByText('Loading…')).toBeTruthy();
      expect(screen.queryByText('24', { selector: 'dd' })).toBeNull();
      finish();
      await screen.findByText('24', { selector: 'dd' });
      expect(screen.getByText('9 deliveries failed in the last 24 hours')).toBeTruthy();
    },
  );
});
