export { caughtUp } from './caught-up';
export { FixedClock } from './clock';
export { type ContractUse, contractUses, factHandlers } from './contract-uses';
export { type FactSource, startFactSource } from './fact-source';
export { crossing, waitingForLocks } from './crossing';
export { FaultProxy } from './fault-proxy';
export { freePort } from './free-port';
export {
  type Infrastructure,
  type LinkedInfrastructure,
  startInfrastructure,
  startLinkedInfrastructure,
} from './infrastructure';
export { type PlayedMessage, playUntilAcknowledged } from './play-until-acknowledged';
export { type ProcessName, startSystem, type System } from './system';
export { type ServiceName, ServiceProcesses, type ServiceProcessesOptions } from './service-processes';
export { Operations } from './deterministic/operations';
export { explain, replay, simulate } from './deterministic/simulate';
export { type Core, type Failure, type World } from './deterministic/world';
