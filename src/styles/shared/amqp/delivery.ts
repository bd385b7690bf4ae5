/** A message as a consumer handles it. */
export interface Delivery {
  readonly body: Buffer;
  /** As its header says; empty where it says nothing. */
  readonly requestId: string;
  readonly receivedAt: number;
  /** From 1; grows with every failed handling, not with a redelivery after a lost connection. */
  readonly attempt: number;
}
