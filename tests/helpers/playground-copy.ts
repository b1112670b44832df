import { cp, mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');
const PLUGIN_PARTS = ['package.json', 'strapi-server.js', 'strapi-admin.js'];
const APP_PARTS = ['config', 'src', 'package.json', 'favicon.png'];

export interface CopyOptions {
  /** The plugin with its `dist`; without it, it is as after a clone. */
  readonly built: boolean;
}

/**
 * Copies the playground, which lies in the folder of the plugin, so that a test may change its files.
 *
 * @param folder - an empty one, for the plugin; uploads go to its `public`
 * @param options - whether the plugin was built
 * @returns the folder of the app
 */
export const copyPlayground = async (folder: string, { built }: CopyOptions): Promise<string> => {
  const app = join(folder, 'playground');
  for (const part of PLUGIN_PARTS) await cp(join(ROOT, part), join(folder, part));
  for (const part of APP_PARTS) {
    await cp(join(ROOT, 'playground', part), join(app, part), { recursive: true });
  }
  await mkdir(join(folder, 'public', 'uploads'), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  if (built) await symlink(join(ROOT, 'dist'), join(folder, 'dist'));
  return app;
};
