/** @returns the first of the outcomes, or undefined when the limit passes before there is one */
export async function within<T>(limitMs: number, ...outcomes: Promise<T>[]): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), limitMs)));
  return Promise.race([...outcomes, late]).finally(() => clearTimeout(timer));
}
