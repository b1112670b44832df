'use strict';

/**
 * Builds the admin panel, as `strapi build` does. That command takes the first tsconfig.json that it
 * finds upwards for the app's own, which here is the plugin's, and gives up.
 */
const { dirname, join } = require('node:path');

const strapi = dirname(require.resolve('@strapi/strapi/package.json'));
const { build } = require(join(strapi, 'dist/src/node/build.js'));
const { createLogger } = require(join(strapi, 'dist/src/cli/utils/logger.js'));

process.env.NODE_ENV ??= 'production';
process.env.STRAPI_TELEMETRY_DISABLED ??= 'true';

build({
  cwd: join(__dirname, '..'),
  logger: createLogger({ debug: false, timestamp: false }),
  tsconfig: undefined,
  minify: true,
  sourcemaps: false,
}).catch((error) => {
  console.error(error);
  process.exit(1);
});
