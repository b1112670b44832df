'use strict';

/**
 * The playground as a process of its own, which does what the demo asks for: it gets
 * `{ id, action, argument }` and answers `{ id, value }` or `{ id, error }`.
 */
const { createStrapi } = require('@strapi/strapi');

const ARTICLE = 'api::article.article';

const service = (name) => global.strapi.plugin('durable-webhooks').service(name);
const articles = () => global.strapi.documents(ARTICLE);

const actions = {
  createAdmin: async ({ email, password }) => {
    const role = await global.strapi.service('admin::role').getSuperAdmin();
    await global.strapi.service('admin::user').create({
      email,
      password,
      firstname: 'Demo',
      lastname: 'Admin',
      registrationToken: null,
      isActive: true,
      roles: [role.id],
    });
  },
  createWebhook: (input) => service('webhooks').create(input),
  findWebhook: (id) => service('webhooks').find(id),
  countByStatus: () => service('webhooks').countByStatus(),
  listDeliveries: (query) => service('deliveries').list(query),
  findDelivery: (id) => service('deliveries').find(id),
  createArticle: (data) => articles().create({ data }),
  updateArticle: ({ documentId, data }) => articles().update({ documentId, data }),
  publishArticle: (documentId) => articles().publish({ documentId }),
};

const answer = async ({ id, action, argument }) => {
  try {
    process.send({ id, value: (await actions[action](argument)) ?? null });
  } catch (error) {
    process.send({ id, error: `${action}: ${error.message}` });
  }
};

const main = async () => {
  const folder = process.env.DEMO_APP_FOLDER;
  const strapi = createStrapi({ appDir: folder, distDir: folder });
  await strapi.load();
  await strapi.listen();
  process.on('message', answer);
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.send({ ready: true, port: strapi.server.httpServer.address().port });
};

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
