import { runService } from '@selvbetjent/platform';
import { readPortalConfig } from './config';
import { describePortal } from './portal.module';

runService(() => describePortal(readPortalConfig()));
