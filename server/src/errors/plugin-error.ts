import { boundedFaults } from './bounded-faults';
import { ERROR_CATALOGUE, type ErrorCode } from './catalogue';

/** One wrong field: where it is, and what was expected there. */
export interface FieldFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** It is well formed, and a limit of the settings speaks against it. */
  readonly isLimit?: boolean;
}

/** What every service throws; `code` is stable, the message is for people. */
export class PluginError extends Error {
  readonly code: ErrorCode;

  /** Every wrong field at once, up to a hundred; empty where no field is to blame. */
  readonly faults: readonly FieldFault[];

  /** When the same may succeed; null where time changes nothing. */
  readonly retryAfterSeconds: number | null;

  /**
   * @param code - one of the catalogue
   * @param options - `detail` follows the catalogue's message; `faults` names the fields; `cause` is the error behind it; `retryAfterSeconds` says when to try again
   */
  constructor(
    code: ErrorCode,
    options: {
      detail?: string;
      faults?: readonly FieldFault[];
      cause?: unknown;
      retryAfterSeconds?: number;
    } = {},
  ) {
    const faults = boundedFaults(options.faults ?? []);
    const detail =
      options.detail ??
      faults.map((fault) => `${fault.path.join('.') || '(root)'}: ${fault.message}`).join('; ');
    const { message } = ERROR_CATALOGUE[code];
    super(detail === '' ? message : `${message}: ${detail}`, { cause: options.cause });
    this.name = 'PluginError';
    this.code = code;
    this.faults = faults;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
