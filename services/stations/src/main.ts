import { runService } from '@selvbetjent/platform';
import { readStationsConfig } from './config';
import { describeStations } from './stations.module';

runService(() => describeStations(readStationsConfig()));
