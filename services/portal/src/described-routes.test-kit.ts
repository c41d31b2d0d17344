import { ACTIVITY } from './owners.test-kit';

/** Good values of what paths need, by name. */
const NAMED: Record<string, string> = {
  ...{ stationId: 'trosterud', doorId: 'trosterud-ombruk', closureId: '5f0c4f0e-6c37-4a2b-9d0c-0d4a2a6f1c11' },
  ...{ validFrom: '2026-12-01', date: '2026-12-23', deviceId: 'trosterud-ombruk-vekt' },
  ...{ dropOffId: 'a3c1f0de-55aa-4b0e-8f66-0c5b7d1e2f01', keyId: 'a3c1f0de-55aa-4b0e-8f66-0c5b7d1e2f02' },
  ...{
    activityId: 'a3c1f0de-55aa-4b0e-8f66-0c5b7d1e2f03',
    reportId: 'a3c1f0de-55aa-4b0e-8f66-0c5b7d1e2f04',
    year: '2026',
  },
};
/** Good values of what bodies and queries need, by name. */
const GOOD: Record<string, unknown> = {
  ...{ from: '2026-01-01', to: '2026-12-31' },
  ...{ validFrom: '2026-12-01', date: '2026-12-23', hours: 'off', expectedVersion: 2, expectedRevision: 3 },
  station: { name: 'Trosterud' },
  ...{ at: '2026-11-20T10:00:00Z', grams: 1_000, reason: 'Feil', activity: ACTIVITY.activity },
  steps: [{ place: 'empty', placedGrams: 0, shownGrams: [1] }],
};

export interface Operation {
  security?: object[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content?: Record<string, { schema: { $ref?: string } }> };
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: object; required?: string[] }> };
}

export interface Route {
  method: string;
  /** As described, `/api/stations/{stationId}/…`. */
  path: string;
  operation: Operation;
}

/** The routes of a running portal's own description, and how to call them. */
export class DescribedRoutes {
  readonly routes: readonly Route[];

  private constructor(
    private readonly portalUrl: string,
    private readonly description: Description,
  ) {
    this.routes = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
  }

  static async read(portalUrl: string): Promise<DescribedRoutes> {
    const response = await fetch(`${portalUrl}/api/openapi.json`);
    return new DescribedRoutes(portalUrl, (await response.json()) as Description);
  }

  /** What a route takes, in whatever place. */
  namesOf(route: Route): Set<string> {
    return new Set([...this.bodyFields(route), ...(route.operation.parameters ?? []).map(({ name }) => name)]);
  }

  /** With a good value for whatever the description says that the route takes. */
  call(route: Route, headers: Record<string, string>): Promise<Response> {
    const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => NAMED[name] ?? `unknown-${name}`);
    const good: Record<string, unknown> = { ...GOOD, station: 'trosterud' };
    const inQuery = (route.operation.parameters ?? []).filter((one) => one.in === 'query' && one.name in good);
    const query = new URLSearchParams(inQuery.map(({ name }): [string, string] => [name, String(good[name])]));
    // An exception's reason is optional, and told in two languages.
    const fields = this.bodyFields(route).filter(
      (name) => name in GOOD && !(route.path.endsWith('/exceptions') && name === 'reason'),
    );
    const body = fields.length > 0 && {
      body: JSON.stringify(Object.fromEntries(fields.map((name) => [name, GOOD[name]]))),
    };
    const type = body && { 'content-type': 'application/json' };
    const init = { method: route.method, headers: { ...headers, ...type }, ...body };
    return fetch(`${this.portalUrl}${path}${query.size > 0 ? `?${query.toString()}` : ''}`, init);
  }

  private bodyFields({ operation }: Route): string[] {
    const reference = operation.requestBody?.content?.['application/json']?.schema.$ref;
    return Object.keys(this.description.components.schemas[reference?.split('/').at(-1) ?? '']?.properties ?? {});
  }
}

export function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}
