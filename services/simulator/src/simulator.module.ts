import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { Clock, type ServiceOptions } from '@selvbetjent/platform';
import { fileMemory, SimulatedBackend } from '@selvbetjent/simulation';
import helmet from 'helmet';
import { type SimulatorConfig } from './config';
import { LinksController, PORTAL_URL } from './links.controller';
import { PhoneController } from './phone.controller';
import { SimulatedYard } from './simulated-yard';
import { StaffHours } from './staff-hours';
import { StaffHoursController } from './staff-hours.controller';
import { YardController } from './yard.controller';

const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: { defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], frameAncestors: ["'none'"] },
};

/** What runs; ready while its devices reach the broker. */
export function describeSimulator(config: SimulatorConfig): ServiceOptions {
  return {
    name: 'simulator',
    config,
    module: SimulatorModule.forConfig(config),
    checks: (app) => ({ mqtt: () => app.get(SimulatedYard).ping() }),
    prepare: (app) => {
      app.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY, strictTransportSecurity: false }));
      app.useStaticAssets(config.webDir);
    },
  };
}

@Module({})
export class SimulatorModule {
  static forConfig(config: SimulatorConfig): DynamicModule {
    const { adapterUrl, issuer, portalUrl, dataDir } = config;
    return {
      module: SimulatorModule,
      controllers: [YardController, PhoneController, StaffHoursController, LinksController],
      providers: [
        { provide: SimulatedYard, useFactory: () => new SimulatedYard(config) },
        {
          provide: SimulatedBackend,
          useFactory: () =>
            SimulatedBackend.start({ adapterUrl, issuer, memory: fileMemory(join(dataDir, 'backend-key.json')) }),
        },
        {
          provide: StaffHours,
          inject: [Clock],
          useFactory: (clock: Clock) => new StaffHours(portalUrl, fileMemory(join(dataDir, 'held-hours.json')), clock),
        },
        { provide: PORTAL_URL, useValue: portalUrl },
      ],
    };
  }
}
