import { runService } from '@selvbetjent/platform';
import { describeAccess } from './access.module';
import { readAccessConfig } from './config';

runService(() => describeAccess(readAccessConfig()));
