import { ENDPOINTS, type EndpointName } from '../../../server/src/contracts/endpoints';
import type { PluginUnderTest } from '../../helpers/plugin';
import type { Receiver } from '../../helpers/receiver';
import type { Sent } from './doors';

/** A request that succeeds when it comes from somebody who may send it. */
export interface Example extends Sent {
  readonly method: string;
  readonly path: string;
}

export interface World {
  readonly plugin: PluginUnderTest;
  readonly receiver: Receiver;
}

/** A webhook that nobody else uses. */
export const aWebhook = async ({ plugin, receiver }: World): Promise<number> => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: receiver.url,
    status: 'paused',
  });
  return webhook.id;
};

/** A delivery that was attempted, and its webhook. */
export const aDelivery = async (world: World): Promise<{ id: string; webhookId: number }> => {
  const webhookId = await aWebhook(world);
  await world.plugin.webhooks.triggerTest(webhookId);
  const [delivery] = await world.plugin.deliveries.list({ webhookId });
  if (delivery === undefined) throw new Error('the test left no delivery');
  return { id: delivery.id, webhookId };
};

type Rest = Sent & { readonly params?: Readonly<Record<string, string | number>> };

const onWebhook =
  (sent: Sent = {}) =>
  async (world: World): Promise<Rest> => ({ ...sent, params: { id: await aWebhook(world) } });

const onDelivery = async (world: World): Promise<Rest> => {
  const { id, webhookId } = await aDelivery(world);
  return { params: { id: webhookId, deliveryId: id } };
};

const plain =
  (sent: Sent = {}) =>
  (): Promise<Rest> =>
    Promise.resolve(sent);

const RESTS: Readonly<Record<EndpointName, (world: World) => Promise<Rest>>> = {
  'webhooks.list': plain({ query: 'filters[status]=paused&sort=name:desc&pagination[pageSize]=2' }),
  'webhooks.count': plain(),
  'webhooks.health': plain(),
  'webhooks.create': ({ receiver }) =>
    Promise.resolve({ data: { topics: ['entry.*'], deliveryUrl: receiver.url, status: 'paused' } }),
  'webhooks.batch': async (world) => ({ data: { delete: [await aWebhook(world)] } }),
  'webhooks.read': onWebhook(),
  'webhooks.update': onWebhook({ data: { name: 'Renamed' } }),
  'webhooks.delete': onWebhook(),
  'webhooks.pause': onWebhook(),
  'webhooks.resume': onWebhook({ data: { held: 'discard' } }),
  'webhooks.trigger': onWebhook(),
  'webhooks.rotateSecret': onWebhook(),
  'webhooks.revealSecret': onWebhook(),
  'audit.listOfWebhook': onWebhook({ query: 'pagination[limit]=2' }),
  'deliveries.listOfWebhook': onWebhook({ query: 'filters[state][$in][0]=failed' }),
  'deliveries.readOfWebhook': onDelivery,
  'deliveries.list': plain({ query: 'pagination[limit]=2&filters[topic]=trigger-test' }),
  'deliveries.replay': plain({ data: { filters: { state: ['failed'] }, dryRun: true } }),
  'deliveries.read': onDelivery,
  'deliveries.readPayload': onDelivery,
  'deliveries.redeliver': onDelivery,
  'encryption.read': plain(),
  'encryption.reencrypt': plain(),
  'topics.list': plain({ query: 'contentType=api::article.article' }),
  'content-types.list': plain(),
  'defaults.read': plain(),
  'stats.read': plain({ query: 'bucket=day' }),
  'import.run': plain({ data: { dryRun: true } }),
};

/** The names of all endpoints, in the table's order. */
export const ENDPOINT_NAMES = Object.keys(ENDPOINTS) as EndpointName[];

/**
 * Makes a good request to an endpoint, on something of its own.
 *
 * @param name - the endpoint
 * @param world - where it is made
 */
export const exampleOf = async (name: EndpointName, world: World): Promise<Example> => {
  const { method, path } = ENDPOINTS[name];
  const { params = {}, ...sent } = await RESTS[name](world);
  return {
    method,
    path: path.replaceAll(/:(\w+)/g, (_, key: string) => String(params[key])),
    ...sent,
  };
};
