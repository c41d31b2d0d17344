export { Clock, SystemClock } from './clock';
export { ConfigurationError, EnvironmentReader, isLoopback, readEnvironment } from './environment';
export { ErrorFilter } from './error.filter';
export { type Checks, Readiness } from './health.controller';
export { Problem } from './problem';
export { runService } from './run-service';
export { type RunningService, type ServiceOptions, startService } from './start-service';
export { childOf, currentTraceparent, runInTrace } from './trace';
export { WakeUp } from './wake-up';
