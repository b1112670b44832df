import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MASK } from '../../server/src/domain/rules/mask';
import { PLUGIN_PATH } from '../../admin/src/plugin-id';
import { START_IDS, type StartId } from '../../admin/src/model/starts';
import { isChosen } from '../../admin/src/model/topic-choice';
import { createWebhookSchema } from '../../server/src/contracts/webhook';
import type { Answers } from './helpers/api';
import { openPanel } from './helpers/panel';
import { answer, pageOf, webhook } from './helpers/samples';
import { click, fill } from './helpers/use';

const EVENTS = ['create', 'update', 'publish', 'unpublish', 'delete', 'draft-discard'];

interface Promised {
  readonly title: string;
  readonly text: string;
  /** What the form calls the webhook; empty where the server gives it a name. */
  readonly name: string;
  /** Where the URL is found. */
  readonly where: RegExp;
  readonly urlExample: string;
  /** What must be among its topics, and what must not. */
  readonly sends: readonly string[];
  readonly leavesOut: readonly string[];
  /** The receiver's code that is shown first. */
  readonly code: string;
}

const rebuild = (title: string, where: RegExp, urlExample: string): Promised => ({
  title,
  text: 'Build and deploy the site when content is published.',
  name: title,
  where,
  urlExample,
  sends: ['publish', 'unpublish', 'delete'],
  leavesOut: ['draft-discard'],
  code: 'Node.js',
});

const PROMISED: Readonly<Record<StartId, Promised>> = {
  generic: {
    title: 'Any signed receiver',
    text: 'Your own endpoint, with a signature that it can verify.',
    name: '',
    where: /^The address of your endpoint\. Code that verifies the signature is below\.$/,
    urlExample: 'https://example.com/webhooks/strapi',
    sends: EVENTS,
    leavesOut: [],
    code: 'Node.js',
  },
  nextjs: {
    ...rebuild(
      'Next.js',
      /^The address of a route in your app/,
      'https://example.com/api/revalidate',
    ),
    title: 'Next.js revalidation',
    text: 'Make pages fresh at the moment their content changes.',
    code: 'Next.js',
  },
  vercel: rebuild(
    'Vercel',
    /^In Vercel: your project → Settings → Git → Deploy Hooks/,
    'https://api.vercel.com/v1/integrations/deploy/…',
  ),
  netlify: rebuild(
    'Netlify',
    /^In Netlify: Project configuration → Build & deploy → Build hooks/,
    'https://api.netlify.com/build_hooks/…',
  ),
  'cloudflare-pages': rebuild(
    'Cloudflare Pages',
    /^In Cloudflare: your Pages project → Settings → Builds → Deploy hooks/,
    'https://api.cloudflare.com/client/v4/pages/webhooks/deploy_hooks/…',
  ),
  automation: {
    title: 'n8n, Zapier, Make',
    text: 'Start a workflow when content changes.',
    name: '',
    where: /^In your workflow, add a webhook trigger that takes POST requests/,
    urlExample: 'https://hooks.zapier.com/hooks/catch/…',
    sends: EVENTS,
    leavesOut: [],
    code: 'Node.js',
  },
};

const ANSWERS: Answers = {
  'GET /webhooks': () => pageOf([]),
  'GET /webhooks/1': () => answer(webhook(1)),
  'GET /webhooks/count': () => answer({ total: 0, active: 0, paused: 0, disabled: 0 }),
  'GET /webhooks/health': () => answer([]),
  'GET /topics': () =>
    answer(
      EVENTS.map((event) => ({
        name: `entry.${event}`,
        description: event,
        origin: 'core',
        hasContentType: true,
        sample: null,
      })),
    ),
  'GET /content-types': () => answer([]),
  'GET /defaults': () =>
    answer({
      retrySchedule: [60],
      timeoutMs: 15_000,
      concurrency: 16,
      maxConsecutiveFailures: 5,
      signatureFormats: ['standard-webhooks'],
      limits: { timeoutMs: 30_000, headers: 50 },
    }),
  'POST /webhooks': () => answer({ ...webhook(1), secret: 'whsec_abc', standardSecret: MASK }),
};

it('offers every start, and no other, where there is no webhook yet', async () => {
  await openPanel({ at: '/webhooks', answers: ANSWERS });
  const first = await screen.findByRole('link', { name: /Any signed receiver/ });
  const offered = [...(first.closest('ul')?.querySelectorAll('a') ?? [])];
  expect(offered.map((link) => link.textContent)).toEqual(
    START_IDS.map((id) => PROMISED[id].title + PROMISED[id].text),
  );
  expect(offered.map(({ pathname, search }) => pathname + search)).toEqual(
    START_IDS.map((id) => `${PLUGIN_PATH}/webhooks/create?start=${id}`),
  );
});

it('offers a webhook without any of them, too', async () => {
  await openPanel({ at: '/webhooks', answers: ANSWERS });
  const link = await screen.findByRole('link', { name: 'Create a webhook' });
  expect(link.getAttribute('href')).toMatch(/\/webhooks\/create$/);
});

it('offers them on the page of a new webhook too, and fills the form from the one that is chosen', async () => {
  await openPanel({ at: '/webhooks/create', answers: ANSWERS });
  const starts = within(await screen.findByRole('region', { name: 'Ready-made starts' }));
  expect(starts.getAllByRole('button').map((one) => one.textContent)).toEqual(
    START_IDS.map((id) => PROMISED[id].title),
  );
  const name = () => screen.getByLabelText<HTMLInputElement>(/^Name/, { selector: '[name=name]' });
  const url = () => screen.getByLabelText<HTMLInputElement>(/^URL/);
  for (const id of ['vercel', 'nextjs', 'generic'] as const) {
    const { title, urlExample, name: called } = PROMISED[id];
    await click('button', title);
    await starts.findByRole('button', { name: title, pressed: true });
    expect(starts.getAllByRole('button', { pressed: true }).length).toBe(1);
    expect(name().value).toBe(called);
    expect(url().placeholder).toBe(urlExample);
  }
});

describe('a start that is chosen after something was typed', () => {
  it('keeps what it is not about, and asks nothing', async () => {
    const api = await openPanel({ at: '/webhooks/create?start=netlify', answers: ANSWERS });
    await fill(await screen.findByLabelText(/^URL/), 'https://example.com/mine');
    await fill(screen.getByLabelText(/^Name/, { selector: '[name=name]' }), 'Mine');
    await click('button', 'Add a header');
    const headers = within(screen.getByRole('region', { name: 'Headers' }));
    await fill(headers.getByLabelText('Name'), 'X-Team');
    await fill(headers.getByLabelText('Value'), 'news');
    await click('checkbox', /^Use a secret of my own/);
    await fill(screen.getByLabelText('Secret'), 'a-secret-of-16-c');
    await click('button', 'n8n, Zapier, Make');
    await screen.findByRole('button', { name: 'n8n, Zapier, Make', pressed: true });
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await click('button', 'Create');
    await screen.findByText('whsec_abc');
    expect(api.to('POST /webhooks').map(({ data }) => data)).toMatchObject([
      {
        name: 'Mine',
        deliveryUrl: 'https://example.com/mine',
        headers: { 'X-Team': 'news' },
        secret: 'a-secret-of-16-c',
        topics: ['entry.*'],
      },
    ]);
  });

  it('takes away what was wrong with the events', async () => {
    await openPanel({ at: '/webhooks/create', answers: ANSWERS });
    await click('button', 'Create');
    await screen.findByText('Choose at least one event.');
    await click('button', 'Vercel');
    await waitFor(() => expect(screen.queryByText('Choose at least one event.')).toBeNull());
    expect(screen.getByText('Say where events are sent.')).toBeTruthy();
  });

  it('is nothing that leaving the page would ask for', async () => {
    await openPanel({ at: '/webhooks/create', answers: ANSWERS });
    await click('button', 'Vercel');
    await userEvent.click(screen.getByRole('link', { name: 'Back' }));
    await screen.findByText('There is no webhook');
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
});

describe.each(START_IDS)('the start %s', (id) => {
  const promised = PROMISED[id];

  it('needs nothing but the URL, and tells where that is found', async () => {
    const api = await openPanel({ at: `/webhooks/create?start=${id}`, answers: ANSWERS });
    const url = await screen.findByLabelText<HTMLInputElement>(/^URL/);
    expect(screen.getByText(promised.where)).toBeTruthy();
    expect(url.placeholder).toBe(promised.urlExample);
    const names = screen.getByLabelText<HTMLInputElement>(/^Name/, { selector: '[name=name]' });
    expect(names.value).toBe(promised.name);
    const tab = await within(await screen.findByRole('tablist', { name: 'Languages' })).findByRole(
      'tab',
      { selected: true },
    );
    expect(tab.textContent).toBe(promised.code);

    await fill(url, 'https://example.com/hook');
    expect(screen.getByText(promised.where)).toBeTruthy();
    await click('button', 'Create');
    await screen.findByText('whsec_abc');
    const sent = api.to('POST /webhooks').map(({ data }) => createWebhookSchema.parse(data));
    expect(sent).toMatchObject([{ deliveryUrl: 'https://example.com/hook', contentTypes: '*' }]);
    const topics = sent.flatMap((one) => one.topics);
    const chosen = EVENTS.filter((event) => isChosen(topics, `entry.${event}`));
    expect(chosen).toEqual(expect.arrayContaining([...promised.sends]));
    expect(chosen.filter((event) => promised.leavesOut.includes(event))).toEqual([]);
  });
});
