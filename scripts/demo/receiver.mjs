import { createServer } from 'node:http';
import { WebhookVerificationService } from '@hookflo/tern';
import { Webhook as StandardVerifier } from 'standardwebhooks';

const readBody = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** Whether the WooCommerce signature is right, in the words of the published package @hookflo/tern. */
export const verifyWooCommerce = async ({ url, headers, body }, secret) => {
  const request = new Request(url, { method: 'POST', headers, body });
  const verdict = await WebhookVerificationService.verify(request, {
    platform: 'woocommerce',
    secret,
  });
  return verdict.isValid;
};

/** Whether the Standard Webhooks signature is right, in the words of the published package standardwebhooks. */
export const verifyStandard = ({ headers, body }, secret) => {
  try {
    new StandardVerifier(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

/**
 * Starts a receiver that verifies what arrives with published verifiers and answers as it is told.
 *
 * @param {(delivery: object) => void} onDelivery is told of every request, after its answer is decided
 */
export const startReceiver = async (onDelivery) => {
  const secrets = new Map();
  const answers = new Map();
  const deliveries = [];
  const watchers = new Set();

  const receive = async (request, response) => {
    const path = request.url;
    const message = {
      url: `http://127.0.0.1${path}`,
      headers: request.headers,
      body: await readBody(request),
    };
    // A ping may arrive before the demo has been told the secret.
    const secret = await secrets.get(path).promise;
    const delivery = {
      ...message,
      path,
      topic: request.headers['x-strapi-event'],
      deliveryId: request.headers['x-wc-webhook-delivery-id'],
      sequence: Number(request.headers['x-webhook-sequence']),
      attempt: Number(request.headers['x-webhook-attempt']),
      title: JSON.parse(message.body).entry?.title ?? null,
      wooCommerce: await verifyWooCommerce(message, secret),
      standard: verifyStandard(message, secret),
    };
    delivery.status = delivery.wooCommerce && delivery.standard ? answers.get(path)(delivery) : 401;
    response.writeHead(delivery.status, { 'content-type': 'text/plain' });
    response.end(delivery.status < 300 ? 'thank you' : 'the demo receiver refuses this one');
    deliveries.push(delivery);
    onDelivery(delivery);
    for (const watcher of [...watchers]) watcher();
  };

  const server = createServer((request, response) => {
    if (!secrets.has(request.url)) {
      response.writeHead(404).end();
      return;
    }
    receive(request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    deliveries,
    /** Opens a path and returns its URL; `answer` chooses the status of each request. */
    open: (path, answer) => {
      let tell;
      const promise = new Promise((resolve) => (tell = resolve));
      secrets.set(path, { promise, tell });
      answers.set(path, answer);
      return `http://127.0.0.1:${server.address().port}${path}`;
    },
    tellSecret: (path, secret) => secrets.get(path).tell(secret),
    answerWith: (path, answer) => answers.set(path, answer),
    /** Waits for a delivery that has arrived or will. */
    waitFor: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          const found = deliveries.find(condition);
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
