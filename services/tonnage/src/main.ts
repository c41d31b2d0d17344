import { runService } from '@selvbetjent/platform';
import { readTonnageConfig } from './config';
import { describeTonnage } from './tonnage.module';

runService(() => describeTonnage(readTonnageConfig()));
