import { act, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ChartCard } from '../../admin/src/components/charts/chart-card';
import { marksFor, labelsFor } from '../../admin/src/components/charts/scale';
import { NextAttempt } from '../../admin/src/components/next-attempt';
import { asCurl } from '../../admin/src/pages/deliveries/as-curl';
import {
  isFiltered,
  readFilters,
  toApiFilters,
} from '../../admin/src/pages/deliveries/delivery-filter-values';
import { entryPath } from '../../admin/src/pages/deliveries/entry-path';
import { sinceOf } from '../../admin/src/pages/deliveries/recover-since';
import type { DeliveryView } from '../../server/src/contracts/delivery';
import { contentType, delivery } from './helpers/samples';
import { show } from './helpers/show';

const NOW = Date.UTC(2026, 0, 10, 12);

describe('filters in the address', () => {
  it('reads what it can, and leaves out what makes no sense', () => {
    const values = readFilters(
      new URLSearchParams(
        'state=failed,never&topic=entry.publish,media.create&code=404,x,9999,500&range=custom&from=nonsense&webhook=-1',
      ),
    );
    expect(toApiFilters(values, NOW)).toEqual({
      state: ['failed'],
      topic: ['entry.publish', 'media.create'],
      statusCode: [404, 500],
    });
  });

  it('turns a range into an instant', () => {
    const values = readFilters(new URLSearchParams('range=8h&entry=abc&_q=refused'));
    expect(toApiFilters(values, NOW)).toEqual({
      documentId: 'abc',
      text: 'refused',
      createdFrom: '2026-01-10T04:00:00.000Z',
    });
    expect(isFiltered(values)).toBe(true);
    expect(isFiltered(readFilters(new URLSearchParams('open=1')))).toBe(false);
  });
});

describe('as cURL', () => {
  const request = {
    method: 'POST' as const,
    url: 'https://example.com/hook',
    headers: { 'Content-Length': '3', Authorization: '***' },
  };

  it('quotes what a shell would read otherwise', () => {
    const command = asCurl(request, `{"title":"it's"}`);
    expect(command).toContain(String.raw`--data-raw '{"title":"it'\''s"}'`);
    expect(command).toContain(`-H 'Authorization: ***'`);
    expect(command).not.toContain('Content-Length');
  });

  it('names a file where the body may not be shown', () => {
    expect(asCurl(request, null)).toContain('--data-binary @body.json');
  });
});

describe('recovering', () => {
  it('begins where it says', () => {
    expect(sinceOf('1h', NOW, null)?.getTime()).toBe(NOW - 3_600_000);
    expect(sinceOf('3d', NOW, null)?.getTime()).toBe(NOW - 3 * 86_400_000);
    expect(sinceOf('yesterday', NOW, null)?.getHours()).toBe(0);
    expect(sinceOf('custom', NOW, null)).toBeNull();
  });
});

describe('the way to an entry', () => {
  const types = [
    contentType('api::a.a', 'A'),
    contentType('api::s.s', 'S', { kind: 'singleType' }),
  ];

  it('knows both kinds of content types and the locale', () => {
    expect(entryPath({ uid: 'api::a.a', documentId: 'd', locale: 'fr' }, types)).toBe(
      '/content-manager/collection-types/api::a.a/d?plugins[i18n][locale]=fr',
    );
    expect(entryPath({ uid: 'api::s.s', documentId: 'd', locale: null }, types)).toBe(
      '/content-manager/single-types/api::s.s',
    );
    expect(entryPath({ uid: 'api::gone.gone', documentId: 'd', locale: null }, types)).toBeNull();
  });
});

describe('what is next', () => {
  const open = (changes: Partial<DeliveryView>) =>
    delivery('dlv_1', { state: 'pending', ...changes });

  it('counts down, second by second', () => {
    jest.useFakeTimers({ now: NOW });
    try {
      const nextAttemptAt = new Date(NOW + 270_000).toISOString();
      show(<NextAttempt delivery={open({ nextAttemptAt })} />);
      expect(screen.getByText('Next attempt in 4 min 30 sec')).toBeTruthy();
      act(() => void jest.advanceTimersByTime(2000));
      expect(screen.getByText('Next attempt in 4 min 28 sec')).toBeTruthy();
      act(() => void jest.advanceTimersByTime(268_000));
      expect(screen.getByText('Next attempt any moment')).toBeTruthy();
    } finally {
      jest.useRealTimers();
    }
  });

  it.each([
    [59 * 60 + 59, '59 min 59 sec'],
    [2 * 3600 - 1, '1 hr 59 min'],
    [24 * 3600 + 20, '1 day'],
    [5, '5 sec'],
  ])('says %d seconds in two units: %s', (seconds, words) => {
    jest.useFakeTimers({ now: NOW });
    try {
      const nextAttemptAt = new Date(NOW + seconds * 1000).toISOString();
      show(<NextAttempt delivery={open({ nextAttemptAt })} />);
      expect(screen.getByText(`Next attempt in ${words}`)).toBeTruthy();
    } finally {
      jest.useRealTimers();
    }
  });

  it('says what a held delivery waits for', () => {
    show(<NextAttempt delivery={open({ state: 'held' })} />);
    expect(screen.getByText('Waits until the webhook is active')).toBeTruthy();
  });

  it('says that a held delivery is sent when somebody has asked for it', () => {
    const nextAttemptAt = new Date().toISOString();
    show(<NextAttempt delivery={open({ state: 'held', nextAttemptAt })} />);
    expect(screen.getByText('Next attempt any moment')).toBeTruthy();
  });

  it('says that an earlier delivery of its document comes first', () => {
    show(<NextAttempt delivery={open({ waitsForEarlier: true })} />);
    expect(
      screen.getByText('Waits until the earlier delivery of this document has ended'),
    ).toBeTruthy();
  });
});

describe('charts', () => {
  it('chooses round marks that reach the highest value', () => {
    expect(marksFor(7, 4, true)).toEqual([0, 2, 4, 6, 8]);
    expect(marksFor(0, 4, true)).toEqual([0, 1]);
    expect(marksFor(960, 4, false).at(-1)).toBeGreaterThanOrEqual(960);
  });

  it('leaves out names that have no room', () => {
    expect(labelsFor(24, 400, 100)).toEqual([0, 6, 12, 18]);
    expect(labelsFor(0, 400, 100)).toEqual([]);
  });

  it('shows its numbers as a table', async () => {
    show(
      <ChartCard
        title="Deliveries"
        label="3 succeeded"
        format={String}
        series={[{ key: 'ok', name: 'Succeeded', color: 'success500' }]}
        buckets={[
          { name: '1', fullName: 'at one', values: { ok: 3 } },
          { name: '2', fullName: 'at two', values: { ok: null } },
        ]}
      >
        {() => null}
      </ChartCard>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Show as a table' }));
    expect(screen.getAllByRole('rowheader').map((one) => one.textContent)).toEqual([
      'at two',
      'at one',
    ]);
    expect(screen.getByRole('cell', { name: '3' })).toBeTruthy();
  });
});
