export interface ContainerKey {
  stationId: string;
  containerId: string;
}
