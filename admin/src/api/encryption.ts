import type { EncryptionView } from '../../../server/src/contracts/encryption';
import { baseApi, ROOT, unwrap, type Answer } from './base';

const encryptionApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    getEncryption: build.query<EncryptionView, void>({
      query: () => ({ url: `${ROOT}/encryption` }),
      transformResponse: (answer: Answer<EncryptionView>) => unwrap(answer),
    }),
  }),
});

export const { useGetEncryptionQuery } = encryptionApi;
