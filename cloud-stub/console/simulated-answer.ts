/** One request of the console to a part of the simulated cloud, and what comes back. */
export interface Ask {
  method: string;
  /** What follows /api/ in the address. */
  path: readonly string[];
  query: URLSearchParams;
  body: unknown;
}

/** A JSON body, or a drawn scene. */
export type Answer = { status?: number; body?: unknown } | { scene: string };
