export interface ContainerKey {
  stationId: string;
  containerId: string;
}

export function isSameContainer(one: ContainerKey, other: ContainerKey): boolean {
  return one.stationId === other.stationId && one.containerId === other.containerId;
}

/** The order in which containers are locked, so that two entries never wait for each other. */
export function inLockOrder<Key extends ContainerKey>(containers: readonly Key[]): Key[] {
  return containers.toSorted((one, other) => {
    const [oneName, otherName] = [nameOf(one), nameOf(other)];
    if (oneName === otherName) return 0;
    return oneName < otherName ? -1 : 1;
  });
}

function nameOf({ stationId, containerId }: ContainerKey): string {
  return `${stationId}/${containerId}`;
}
