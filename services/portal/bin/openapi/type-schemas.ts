import ts from 'typescript';

export type JsonSchema = Record<string, unknown>;

/** What the house's names say of a value's form; types alone only say string or number. */
const FORMS: [name: RegExp, form: JsonSchema][] = [
  [
    /grams$|minutes$|^(revision|hoursVersion|expectedRevision|visits|trustedVisits|dropOffs|weekday|hour|year)$/i,
    { type: 'integer' },
  ],
  [/At$/, { type: 'string', format: 'date-time' }],
  [/^(date|localDate|validFrom)$/, { type: 'string', format: 'date' }],
];

/** Writes TypeScript's types as JSON Schema 2020-12. Types with names of our own become schemas with these names. */
export class TypeSchemas {
  readonly named: Record<string, JsonSchema> = {};
  private readonly checker: ts.TypeChecker;

  constructor(private readonly program: ts.Program) {
    this.checker = program.getTypeChecker();
  }

  /** @param property the property that has the type, whose name may say more of its form */
  of(type: ts.Type, property = ''): JsonSchema {
    const symbol = this.nameOf(type);
    if (!symbol) return this.inline(type, property);
    if (!(symbol.name in this.named)) {
      this.named[symbol.name] = {};
      this.named[symbol.name] = { ...described(symbol, this.checker), ...this.inline(type, property) };
    }
    return { $ref: `#/components/schemas/${symbol.name}` };
  }

  private nameOf(type: ts.Type): ts.Symbol | null {
    const isDeclared = type.isClassOrInterface() && !this.checker.isArrayType(type);
    const symbol = type.aliasSymbol ?? (isDeclared ? type.symbol : undefined);
    const source = symbol?.declarations?.[0]?.getSourceFile();
    if (!symbol || !source || type.aliasTypeArguments || this.program.isSourceFileDefaultLibrary(source)) return null;
    return symbol;
  }

  private inline(type: ts.Type, property: string): JsonSchema {
    if (type.isUnion()) return this.union(type.types, property);
    if (type.isStringLiteral()) return { type: 'string', enum: [type.value] };
    if (type.isNumberLiteral()) return { type: 'number', enum: [type.value] };
    const plain = plainSchema(type.flags);
    if (plain) return withForm(plain, property);
    if (type.flags & ts.TypeFlags.BooleanLiteral) {
      return { type: 'boolean', enum: [this.checker.typeToString(type) === 'true'] };
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item ? this.of(item, property) : {} };
    }
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.object(type);
    throw new Error(`${this.checker.typeToString(type)} (${property}) has no JSON Schema`);
  }

  private union(all: readonly ts.Type[], property: string): JsonSchema {
    const types = all.filter(({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
    const parts = merged(types.map((type) => this.of(type, property)));
    const isNullable = all.some(({ flags }) => flags & ts.TypeFlags.Null);
    if (!isNullable) return parts.length === 1 ? (parts[0] ?? {}) : { anyOf: parts };
    const [only] = parts;
    if (parts.length > 1 || typeof only?.type !== 'string') return { anyOf: [...parts, { type: 'null' }] };
    return {
      ...only,
      type: [only.type, 'null'],
      ...(Array.isArray(only.enum) && { enum: [...(only.enum as []), null] }),
    };
  }

  private object(type: ts.Type): JsonSchema {
    const values = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const members = this.checker.getPropertiesOfType(type);
    if (values && members.length === 0) return { type: 'object', additionalProperties: this.of(values) };
    const isOptional = (member: ts.Symbol) => Boolean(member.flags & ts.SymbolFlags.Optional);
    const required = members.filter((member) => !isOptional(member)).map(({ name }) => name);
    const properties = members.map((member): [string, JsonSchema] => [member.name, this.property(member)]);
    return { type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
  }

  private property(member: ts.Symbol): JsonSchema {
    const schema = this.of(this.typeOf(member), member.name);
    const text = described(member, this.checker);
    return text && '$ref' in schema ? { ...text, allOf: [schema] } : { ...text, ...schema };
  }

  /** That of an optional property with its name, as far as it was written with one; resolved, it is a union with undefined. */
  private typeOf(member: ts.Symbol): ts.Type {
    const type = this.checker.getTypeOfSymbol(member);
    const { type: node } = (member.valueDeclaration ?? {}) as { type?: ts.TypeNode };
    if (!(member.flags & ts.SymbolFlags.Optional) || !node) return type;
    const written = this.checker.getTypeFromTypeNode(node);
    return this.checker.isTypeAssignableTo(written, type) ? written : type;
  }
}

function described(symbol: ts.Symbol, checker: ts.TypeChecker): { description: string } | undefined {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  return text ? { description: text } : undefined;
}

function plainSchema(flags: ts.TypeFlags): JsonSchema | null {
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (flags & ts.TypeFlags.Null) return { type: 'null' };
  if (flags & ts.TypeFlags.String) return { type: 'string' };
  if (flags & ts.TypeFlags.Number) return { type: 'number' };
  return flags & ts.TypeFlags.Boolean ? { type: 'boolean' } : null;
}

function withForm(plain: JsonSchema, property: string): JsonSchema {
  const form = FORMS.find(([name]) => name.test(property))?.[1] ?? {};
  const fits = form.type === plain.type || (form.type === 'integer' && plain.type === 'number');
  return fits ? form : plain;
}

/** Literals of one type as one enumeration; true and false are all there is of boolean. */
function merged(parts: JsonSchema[]): JsonSchema[] {
  const literals = new Map<unknown, unknown[]>();
  for (const { type, enum: values } of parts) {
    if (Array.isArray(values)) literals.set(type, [...(literals.get(type) ?? []), ...(values as unknown[])]);
  }
  const enumerations = [...literals].map(([type, values]) =>
    type === 'boolean' && values.length > 1 ? { type } : { type, enum: values.toSorted() },
  );
  return [...parts.filter((part) => !('enum' in part)), ...enumerations];
}
