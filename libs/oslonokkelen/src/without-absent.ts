/** The same object without the properties that are undefined. */
export function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, property]) => property !== undefined)) as T;
}
