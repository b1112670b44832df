import { Code, CloudUpload, Cloud, Lightning, Rocket, Webhooks } from '@strapi/icons';
import type { StartId } from '../model/starts';

/** A picture for each ready-made start. */
export const START_ICONS: Readonly<Record<StartId, typeof Code>> = {
  generic: Webhooks,
  nextjs: Code,
  vercel: Rocket,
  netlify: CloudUpload,
  'cloudflare-pages': Cloud,
  automation: Lightning,
};
