const DEFAULT_RESOLUTION_GRAMS = 100;

type Plain = Record<string, unknown>;

/**
 * Fills in what the file may leave out: `simulated` false, `exceptions` none, a door not exposed, a scale's resolution 100 g and
 * its maximum twice the container's capacity. Leaves anything of an unexpected type as it is, for the validation to refuse.
 */
export function withDefaults(station: unknown): unknown {
  if (!isPlain(station)) return station;
  return {
    simulated: false,
    exceptions: [],
    ...station,
    ...(Array.isArray(station.containers) && { containers: station.containers.map(containerWithDefaults) }),
  };
}

function containerWithDefaults(container: unknown): unknown {
  if (!isPlain(container)) return container;
  const { doors, scales, capacityKg } = container;
  const scaleDefaults = {
    resolutionGrams: DEFAULT_RESOLUTION_GRAMS,
    ...(Number(capacityKg) > 0 && { maxKg: 2 * Number(capacityKg) }),
  };
  return {
    ...container,
    ...(Array.isArray(doors) && { doors: doors.map((door) => over({ exposed: false }, door)) }),
    ...(Array.isArray(scales) && { scales: scales.map((scale) => over(scaleDefaults, scale)) }),
  };
}

function over(defaults: Plain, value: unknown): unknown {
  return isPlain(value) ? { ...defaults, ...value } : value;
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
