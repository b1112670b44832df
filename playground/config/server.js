'use strict';

module.exports = ({ env }) => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL', ''),
  app: { keys: env.array('APP_KEYS', ['playground-key-a', 'playground-key-b']) },
  dirs: { public: env('PUBLIC_DIR', './public') },
  logger: { updates: { enabled: false }, startup: { enabled: env.bool('STARTUP_LOG', true) } },
  webhooks: env.json('DURABLE_WEBHOOKS_SETTINGS', {
    defaultHeaders: { 'X-Playground': 'durable-webhooks' },
  }),
});
