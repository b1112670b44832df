import type { Core } from '@strapi/strapi';
import { bootPlayground } from '../../helpers/strapi';

it.each<[string, Record<string, unknown>, RegExp]>([
  ['a wrong type', { timeoutMs: 'soon' }, /timeoutMs.*expected number/i],
  ['a wrong list entry', { retry: { schedule: [5, 'x'] } }, /retry\.schedule\.1.*expected number/i],
  ['a lease shorter than an attempt', { lease: { durationMs: 1000 } }, /lease\.durationMs/],
  ['a topic of Strapi’s own', { topics: [{ name: 'entry.publish' }] }, /topics\.0\.name/],
  ['a topic that is not one', { topics: [{ name: 'user.create' }] }, /topics\.0\.name/],
])('stops the boot at %s and names the key', async (_what, settings, message) => {
  await expect(bootPlayground({ settings })).rejects.toThrow(message);
});

it('a Strapi that stopped there can be ended: there is nothing of ours yet', async () => {
  let ended: Promise<void> | undefined;
  const created = (strapi: Core.Strapi): void => {
    const destroy = strapi.destroy.bind(strapi);
    strapi.destroy = () => (ended = destroy());
  };
  const boot = bootPlayground({ settings: { timeoutMs: 'soon' }, hooks: { created } });
  await expect(boot).rejects.toThrow(/timeoutMs/);
  expect(ended).toBeDefined();
  await expect(ended).resolves.toBeUndefined();
});

it('only warns about keys of core or of old projects', async () => {
  const app = await bootPlayground({ settings: { populateRelations: true, dispatcher: 'never' } });
  expect(app.strapi.plugin('durable-webhooks').service('webhooks')).toBeDefined();
  await app.stop();
});
