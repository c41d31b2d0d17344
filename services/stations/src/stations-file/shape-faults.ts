import { validateSync, type ValidationError } from 'class-validator';
import { type Fault, type Path } from './fault';
import { type StationEntry } from '../domain/station-entry';

/** @returns what is missing, unknown or of the wrong type in one station, by the rules of the contract. */
export function shapeFaults(entry: StationEntry, path: Path): Fault[] {
  const errors = validateSync(entry, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  return errors.flatMap((error) => faultsOf(error, path));
}

function faultsOf(error: ValidationError, parent: Path): Fault[] {
  const path = [...parent, stepOf(error, parent)];
  const own = Object.entries(error.constraints ?? {});
  const reason = error.value === undefined && own.length > 0 ? 'is missing' : own.map(reasonOf)[0];
  return [...(reason ? [{ path, reason }] : []), ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}

function reasonOf([rule, message]: [string, string]): string {
  return rule === 'whitelistValidation' ? 'unknown key' : message;
}

/** Elements of a list come with their index as the property's name. */
function stepOf({ property, target }: ValidationError, parent: Path): string | number {
  const isElement = Array.isArray(target) || (typeof parent.at(-1) === 'string' && /^\d+$/.test(property));
  return isElement ? Number(property) : property;
}
