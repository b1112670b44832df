/** npm run build:playground: the playground's admin panel with the built plugin in it, unless it is up to date. */
import { buildPlaygroundAdmin, SetupError } from './run/setup.mjs';

try {
  console.log(`The playground's admin panel: ${await buildPlaygroundAdmin()}`);
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
