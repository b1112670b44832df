'use strict';

const path = require('node:path');

module.exports = ({ env }) => ({
  'durable-webhooks': {
    // The benchmark measures Strapi without the plugin too.
    enabled: env.bool('DURABLE_WEBHOOKS_ENABLED', true),
    resolve: path.resolve(__dirname, '..', '..'),
  },
  'users-permissions': { config: { jwtSecret: env('JWT_SECRET', 'playground-jwt-secret') } },
});
