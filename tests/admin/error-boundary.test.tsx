import { screen } from '@testing-library/react';
import { Suspense } from 'react';
import { ErrorBoundary } from '../../admin/src/components/error-boundary';
import { lazyPart } from '../../admin/src/components/lazy-part';
import { show } from './helpers/show';
import { click } from './helpers/use';

/** React may try again before it gives up. */
const PATIENTLY = { timeout: 15_000 };

/** React tells the console of what a part throws. */
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());

it('says that a part was not loaded, and loads the page again', async () => {
  const load = jest.fn(() => Promise.reject(new TypeError('dynamically imported module')));
  const reload = jest.fn();
  const Part = lazyPart(load);
  show(
    <ErrorBoundary reload={reload}>
      <Suspense fallback="loading">
        <Part />
      </Suspense>
    </ErrorBoundary>,
  );
  await screen.findByText(/^This part of the panel could not be loaded/, undefined, PATIENTLY);
  expect(screen.queryByText(/imported module/)).toBeNull();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  await click('button', 'Load the page again');
  expect(reload).toHaveBeenCalledTimes(1);
});

it('says that the panel failed in its own words, and tries again', async () => {
  let broken = true;
  const Part = () => {
    if (broken) throw new TypeError("Cannot read properties of null (reading 'map')");
    return <p>all is well</p>;
  };
  show(
    <ErrorBoundary>
      <Part />
    </ErrorBoundary>,
  );
  await screen.findByText(/^This part of the panel failed/);
  expect(screen.queryByText(/Cannot read properties/)).toBeNull();
  broken = false;
  await click('button', 'Try again');
  await screen.findByText('all is well');
});
