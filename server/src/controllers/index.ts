import { auditController } from './audit';
import { contentTypesController } from './content-types';
import { defaultsController } from './defaults';
import { deliveriesController } from './deliveries';
import { encryptionController } from './encryption';
import { importController } from './import';
import { statsController } from './stats';
import { topicsController } from './topics';
import { webhooksController } from './webhooks';

export default {
  webhooks: webhooksController,
  deliveries: deliveriesController,
  defaults: defaultsController,
  audit: auditController,
  topics: topicsController,
  'content-types': contentTypesController,
  stats: statsController,
  encryption: encryptionController,
  import: importController,
};
