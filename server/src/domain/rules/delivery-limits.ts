/** What may be asked of deliveries. */
export const DELIVERY_LIMITS = {
  /** Some receivers invent status codes above 599. */
  statusCode: { min: 100, max: 999 },
  /** How many status codes one question may have. */
  statusCodes: 50,
} as const;
