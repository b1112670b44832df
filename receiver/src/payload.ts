/** The body of a request of the plugin, parsed: `const payload: WebhookPayload = JSON.parse(body)`. */
export interface WebhookPayload {
  /** The topic, such as `entry.publish`. */
  readonly event: string;
  /** When it happened; the same on every attempt. */
  readonly createdAt: string;
  readonly model?: string;
  readonly uid?: string;
  /** Of `entry.*`. */
  readonly entry?: Readonly<Record<string, unknown>>;
  /** The entry was too large to be sent: `entry` holds its ids alone. */
  readonly truncated?: true;
  /** Of `media.*`. */
  readonly media?: Readonly<Record<string, unknown>>;
  /** Of topics that a project emits itself. */
  readonly data?: unknown;
  /** Of `ping` and `trigger-test`. */
  readonly webhook?: { readonly id: number; readonly name: string };
}
