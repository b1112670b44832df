/** Where one request of a webhook that keeps an order stands. */
export interface PlaceInLine {
  /** The document's `documentId`; what is about none stands in no line. */
  readonly documentId: string | undefined;
  /** The webhook's number of the delivery. */
  readonly sequence: number;
}

/** Looks at the requests of one webhook with `ordering: 'document'`. */
export interface OrderWatch {
  arrived(place: PlaceInLine): void;
  /** A success is on its way back to the sender. */
  answered(place: PlaceInLine): void;
  /** What came too early, or again too late, in words. A repetition before the next in line is in order. */
  readonly outOfOrder: readonly string[];
}

/** Starts to watch one webhook. */
export const watchOrder = (): OrderWatch => {
  /** Of each document the deliveries that arrived, and whether they were answered. */
  const lines = new Map<string, Map<number, boolean>>();
  const outOfOrder: string[] = [];

  return {
    outOfOrder,
    arrived: ({ documentId, sequence }) => {
      if (documentId === undefined) return;
      const line = lines.get(documentId) ?? new Map<number, boolean>();
      lines.set(documentId, line);
      for (const [other, isAnswered] of line) {
        if (other > sequence) {
          outOfOrder.push(`${documentId}: number ${sequence} came after number ${other}`);
        } else if (other < sequence && !isAnswered) {
          outOfOrder.push(`${documentId}: number ${sequence} did not wait for number ${other}`);
        }
      }
      if (!line.has(sequence)) line.set(sequence, false);
    },
    answered: ({ documentId, sequence }) => {
      if (documentId !== undefined) lines.get(documentId)?.set(sequence, true);
    },
  };
};
