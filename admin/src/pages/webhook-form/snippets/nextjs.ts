/** A route of Next.js' app router that makes pages fresh. */
export const NEXTJS = {
  'standard-webhooks': `// app/api/revalidate/route.ts
import { createHmac, timingSafeEqual } from 'node:crypto';
import { revalidatePath } from 'next/cache';

const key = Buffer.from(process.env.WEBHOOK_SECRET!.replace(/^whsec_/, ''), 'base64');

const isSigned = (headers: Headers, body: string): boolean => {
  const id = headers.get('webhook-id');
  const timestamp = headers.get('webhook-timestamp');
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const expected = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\${body}\`).digest();
  return (headers.get('webhook-signature') ?? '').split(' ').some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
};

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(request.headers, body)) return new Response(null, { status: 401 });

  revalidatePath('/', 'layout');
  return new Response(null, { status: 204 });
}
`,
  woocommerce: `// app/api/revalidate/route.ts
import { createHmac, timingSafeEqual } from 'node:crypto';
import { revalidatePath } from 'next/cache';

const isSigned = (headers: Headers, body: string): boolean => {
  const expected = createHmac('sha256', process.env.WEBHOOK_SECRET!).update(body).digest();
  const given = Buffer.from(headers.get('x-wc-webhook-signature') ?? '', 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
};

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(request.headers, body)) return new Response(null, { status: 401 });

  revalidatePath('/', 'layout');
  return new Response(null, { status: 204 });
}
`,
} as const;
