/** Where in the document: keys and indexes from its root. */
export type Path = readonly (string | number)[];

export interface Fault {
  path: Path;
  reason: string;
}

/** @returns the path as people write it: `stations[0].containers[1].name`. */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index ? `.${step}` : step)).join('');
}
