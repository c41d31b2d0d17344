import 'reflect-metadata';

/** The services that own facts and answer requests. */
export type Owner = 'access' | 'stations' | 'dropoffs' | 'tonnage';

export type ContractClass<Body extends object = object> = new () => Body;

/** What happened, told once to whoever wants to know; past tense, on JetStream, one subject per station. */
export interface FactDescription {
  owner: Owner;
  noun: string;
  happened: string;
  version: number;
  /** A snapshot carries its aggregate whole: only the last message of each subject is kept, without an age limit. */
  snapshot?: boolean;
}

/** A question or order to its owner, by NATS request/reply; imperative. */
export interface RequestDescription {
  owner: Owner;
  verb: string;
  version: number;
}

/** Base of request contracts; `Reply` is the type of the value that an `ok` outcome carries. */
export abstract class RequestTo<Reply> {
  /** Only for the compiler: binds the reply's type to the request. */
  readonly replyType?: Reply;
}

export interface DeclaredFact extends FactDescription {
  contract: ContractClass;
}

export interface DeclaredRequest extends RequestDescription {
  contract: ContractClass;
}

/** Every fact that a contract declares: what the streams are made from. */
export const FACTS: DeclaredFact[] = [];

/** Every request that a contract declares. */
export const REQUESTS: DeclaredRequest[] = [];

const FACT = Symbol('fact');
const REQUEST = Symbol('request');

/** Declares a class-validator class as the body of a fact. The subject and the version are written here and nowhere else. */
export function Fact(description: FactDescription): ClassDecorator {
  return (target) => {
    Reflect.defineMetadata(FACT, description, target);
    FACTS.push({ ...description, contract: target as unknown as ContractClass });
    nameBySubject(target, factType(description));
  };
}

/** Declares a class-validator class as the body of a request. */
export function Request(description: RequestDescription): ClassDecorator {
  return (target) => {
    Reflect.defineMetadata(REQUEST, description, target);
    REQUESTS.push({ ...description, contract: target as unknown as ContractClass });
    nameBySubject(target, requestSubjectOf(description));
  };
}

/** @returns the description of a fact's class, or undefined when it is none. */
export function factOf(candidate: unknown): FactDescription | undefined {
  return metadata(FACT, candidate) as FactDescription | undefined;
}

/** @returns the subject of a request's class, or undefined when it is none. */
export function requestSubject(candidate: unknown): string | undefined {
  const description = metadata(REQUEST, candidate) as RequestDescription | undefined;
  return description && requestSubjectOf(description);
}

/** @returns the CloudEvents `type`, `<owner>.<noun>.<happened>.v<n>`. */
export function factType(fact: FactDescription): string {
  return `${fact.owner}.${fact.noun}.${fact.happened}.v${fact.version}`;
}

/** @returns the subject that a fact about this station is published on; `*` stands for all stations. */
export function factSubject(fact: FactDescription, stationId: string): string {
  return `${factType(fact)}.${stationId}`;
}

/** Streams are per owner; snapshots have their own. */
export function streamName(fact: FactDescription): string {
  return fact.snapshot ? `${fact.owner}-snapshots` : fact.owner;
}

function requestSubjectOf({ owner, verb, version }: RequestDescription): string {
  return `request.${owner}.${verb}.v${version}`;
}

function metadata(key: symbol, candidate: unknown): unknown {
  return typeof candidate === 'function' ? Reflect.getOwnMetadata(key, candidate) : undefined;
}

/** NestJS prints patterns by `toString`; a class would print its source. */
function nameBySubject(target: object, subject: string): void {
  Object.defineProperty(target, 'toString', { value: () => subject });
}
