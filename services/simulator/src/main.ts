import { runService } from '@selvbetjent/platform';
import { readSimulatorConfig } from './config';
import { describeSimulator } from './simulator.module';

runService(() => describeSimulator(readSimulatorConfig()));
