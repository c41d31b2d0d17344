/** @returns a copy without these fields. */
export function without<T extends object, K extends keyof T>(from: T, ...fields: readonly K[]): Omit<T, K> {
  const kept = Object.entries(from).filter(([field]) => !fields.some((gone) => gone === field));
  return Object.fromEntries(kept) as Omit<T, K>;
}
