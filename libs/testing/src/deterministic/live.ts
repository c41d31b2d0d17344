import { type Core, type World } from './world';

/**
 * Lets a new world live through events until there are no more, and then come to rest.
 * @returns what broke first, null when everything held
 */
export async function live<Event>(
  core: Core<Event>,
  next: (world: World<Event>) => Event | null,
): Promise<string | null> {
  const world = core.begin();
  try {
    for (let event = next(world); event !== null; event = next(world)) {
      await world.apply(event);
      const broken = world.broken();
      if (broken !== null) return broken;
    }
    await world.settle();
    return world.broken() ?? world.brokenAtRest();
  } finally {
    world.end?.();
  }
}
