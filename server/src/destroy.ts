import type { Core } from '@strapi/types';
import { existingRuntimeOf } from './services/runtimes';

/**
 * 1. Stop claiming, wait for the attempts on the wire, and put what came of them on record.
 * 2. Leave capture as it is: saves still arrive until Strapi closes its server.
 */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  // A boot that stopped before our register has nothing of ours to end.
  await existingRuntimeOf(strapi)?.stop();
};
