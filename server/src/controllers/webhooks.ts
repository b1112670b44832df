import { ENDPOINTS } from '../contracts/endpoints';
import { PING_TOPIC } from '../domain/rules/topic';
import { runtimeOf } from '../services/runtimes';
import { action, type Controller, type ControllerContext } from './action';
import { runBatch } from './batch';
import { editOf } from './edit';
import { webhookIdOf } from './ids';
import { mayReadPayloads, withoutResponseBody } from './payloads';
import { withSecret } from './with-secret';

/** Webhooks, their state and their secrets. */
export const webhooksController = ({ strapi }: ControllerContext): Controller<'webhooks'> => {
  const webhooks = () => runtimeOf(strapi).webhooks;

  return {
    list: action(strapi, ENDPOINTS['webhooks.list'], async ({ query }) => {
      const { filters, _q: text, sort, pagination } = query;
      const { webhooks: data, ...page } = await webhooks().search({
        filters: { ...filters, ...(text === undefined ? {} : { text }) },
        ...(sort === undefined ? {} : { sort }),
        ...pagination,
      });
      const pageCount = Math.ceil(page.total / page.pageSize);
      return { data, meta: { pagination: { ...page, pageCount } } };
    }),

    count: action(strapi, ENDPOINTS['webhooks.count'], async () => {
      const counts = await webhooks().countByStatus();
      return { data: { ...counts, total: counts.active + counts.paused + counts.disabled } };
    }),

    health: action(strapi, ENDPOINTS['webhooks.health'], async () => ({
      data: await webhooks().health(),
    })),

    create: action(strapi, ENDPOINTS['webhooks.create'], async ({ data }) => ({
      data: withSecret(await webhooks().create(data)),
    })),

    batch: action(strapi, ENDPOINTS['webhooks.batch'], async ({ data, caller }) => ({
      data: await runBatch(webhooks(), data, { caller, log: strapi.log }),
    })),

    read: action(strapi, ENDPOINTS['webhooks.read'], async ({ params }) => ({
      data: await webhooks().find(webhookIdOf(params)),
    })),

    update: action(strapi, ENDPOINTS['webhooks.update'], async ({ params, data }) => {
      const id = webhookIdOf(params);
      const { changes, options } = editOf(data);
      return { data: await webhooks().update(id, changes, options) };
    }),

    delete: action(strapi, ENDPOINTS['webhooks.delete'], async ({ params }) => {
      const webhook = await webhooks().find(webhookIdOf(params));
      await webhooks().delete(webhook.id);
      return { data: webhook };
    }),

    pause: action(strapi, ENDPOINTS['webhooks.pause'], async ({ params }) => ({
      data: await webhooks().pause(webhookIdOf(params)),
    })),

    resume: action(strapi, ENDPOINTS['webhooks.resume'], async ({ params, data }) => ({
      data: await webhooks().resume(webhookIdOf(params), data.held),
    })),

    trigger: action(strapi, ENDPOINTS['webhooks.trigger'], async ({ params, data, caller }) => {
      const id = webhookIdOf(params);
      if (data.topic === PING_TOPIC) {
        return { data: { topic: data.topic, delivery: await webhooks().ping(id) } };
      }
      const { body, ...attempt } = await webhooks().triggerTest(id);
      const { topic } = data;
      return (await mayReadPayloads(caller))
        ? { data: { topic, attempt, body } }
        : { data: { topic, attempt: withoutResponseBody(attempt), body: null } };
    }),

    rotateSecret: action(strapi, ENDPOINTS['webhooks.rotateSecret'], async ({ params, data }) => {
      const id = webhookIdOf(params);
      const { endPrevious, ...input } = data;
      if (endPrevious === true) return { data: await webhooks().endPreviousSecrets(id) };
      const { webhook, secret } = await webhooks().rotateSecret(id, input);
      return { data: withSecret({ webhook, secret: secret.secret }) };
    }),

    revealSecret: action(
      strapi,
      ENDPOINTS['webhooks.revealSecret'],
      async ({ params, caller }) => ({
        data: await webhooks().revealSecret(webhookIdOf(params), caller.name),
      }),
    ),
  };
};
