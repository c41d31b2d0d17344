export { caughtUp } from './caught-up';
export { FixedClock } from './clock';
export { freePort, type Infrastructure, startInfrastructure } from './infrastructure';
