export { caughtUp } from './caught-up';
export { FixedClock } from './clock';
export { type FactSource, startFactSource } from './fact-source';
export { freePort, type Infrastructure, startInfrastructure } from './infrastructure';
export { type PlayedMessage, playUntilAcknowledged } from './play-until-acknowledged';
export { type ProcessName, startSystem, type System } from './system';
