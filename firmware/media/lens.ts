/** Who is told of the lens: the indicator light, so that no picture is taken without it. */
export interface LensWatch {
  /**
   * The camera is about to open, and does once this resolves.
   * @throws when people cannot be warned: then it stays closed, and this is asked again later
   */
  opening(): Promise<void>;
  /** The camera has closed: the process that held it has ended. Once after every `opening` that resolved. */
  closed(): void;
}
