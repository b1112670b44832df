import type { Door } from '../../../server/src/contracts/endpoint';
import { pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground, type BootOptions } from '../../helpers/strapi';
import { callersOf, type Answer, type Callers, type Send } from './doors';

/** A booted app with a receiver, and somebody at each door who may do everything. */
export interface BothDoors {
  readonly app: BootedPlayground;
  readonly plugin: PluginUnderTest;
  readonly receiver: Receiver;
  readonly callers: Callers;
  readonly doors: Readonly<Record<Door, Send>>;
  stop(): Promise<void>;
}

/**
 * Boots the playground without its dispatcher unless the settings say otherwise.
 *
 * @param options - what differs from a plain boot
 */
export const openBothDoors = async (options: BootOptions = {}): Promise<BothDoors> => {
  const app = await bootPlayground({ settings: { dispatcher: 'never' }, ...options });
  const receiver = await startReceiver();
  const callers = callersOf(app.strapi);
  return {
    app,
    plugin: pluginOf(app.strapi),
    receiver,
    callers,
    doors: {
      admin: await callers.operator(),
      'content-api': await callers.token('full-access'),
    },
    stop: async () => {
      await app.stop();
      await receiver.close();
    },
  };
};

/** The paths of the wrong fields that an answer names, in alphabetical order. */
export const faultPaths = ({ body }: Answer): string[] =>
  body.error.details.errors.map(({ path }: { path: unknown[] }) => path.join('.')).sort();
