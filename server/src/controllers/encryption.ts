import { ENDPOINTS } from '../contracts/endpoints';
import { runtimeOf } from '../services/runtimes';
import { action, type Controller, type ControllerContext } from './action';

/** How secrets are kept. */
export const encryptionController = ({ strapi }: ControllerContext): Controller<'encryption'> => ({
  read: action(strapi, ENDPOINTS['encryption.read'], async () => ({
    data: await runtimeOf(strapi).encryption.status(),
  })),

  reencrypt: action(strapi, ENDPOINTS['encryption.reencrypt'], async () => ({
    data: await runtimeOf(strapi).encryption.reencrypt(),
  })),
});
