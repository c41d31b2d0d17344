import { runService } from '@selvbetjent/platform';
import { readDropoffsConfig } from './config';
import { describeDropoffs } from './dropoffs.module';

runService(() => describeDropoffs(readDropoffsConfig()));
