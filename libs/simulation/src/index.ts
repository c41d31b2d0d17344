export * from './native-dialect';
export * from './recorded-day';
export { SeededRandom } from './seeded-random';
