import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type ContractClass } from './contract';

/** A body that doesn't fit its contract; trying again cannot help. */
export class InvalidBody extends Error {}

/** Unknown properties are tolerated: inside a version only optional additions happen. Throws InvalidBody with every fault. */
export function parseBody<T extends object>(contract: ContractClass<T>, data: unknown): T {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new InvalidBody(`${String(contract)}: the body is not an object`);
  }
  const body = plainToInstance(contract, data);
  const faults = validateSync(body, { forbidUnknownValues: true }).flatMap((error) => faultsOf(error, ''));
  if (faults.length > 0) throw new InvalidBody(`${String(contract)}: ${faults.join('; ')}`);
  return body;
}

function faultsOf(error: ValidationError, path: string): string[] {
  const here = `${path}${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => `${here}: ${message}`);
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, `${here}.`))];
}
