import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type JsonSchema, TypeSchemas } from './type-schemas';

const ROUTE_DECORATORS = ['Get', 'Post', 'Put', 'Delete'];

export interface AnswerSchemas {
  /** What the routes answer, by the operation's id. */
  answers: Record<string, JsonSchema>;
  /** What these refer to. */
  schemas: Record<string, JsonSchema>;
}

/** Reads what every route answers from the types that its controller's methods return. Those that answer files or nothing have none. */
export function answerSchemas(root: string): AnswerSchemas {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = controllersBelow(join(root, 'services/portal/src'));
  const program = ts.createProgram(files, options);
  const types = new TypeSchemas(program);
  const routes = files.flatMap((file) => routesOf(program.getSourceFile(file)));
  const answers = routes.flatMap(({ id, method }) => {
    const answer = answerOf(method, program.getTypeChecker());
    return answer ? [[id, types.of(answer)] as const] : [];
  });
  return { answers: Object.fromEntries(answers), schemas: types.named };
}

function controllersBelow(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.controller.ts'))
    .toSorted()
    .map((file) => join(folder, file));
}

function routesOf(source: ts.SourceFile | undefined): { id: string; method: ts.MethodDeclaration }[] {
  const classes = source?.statements.filter(ts.isClassDeclaration) ?? [];
  return classes.flatMap((controller) =>
    controller.members
      .filter(ts.isMethodDeclaration)
      .filter(isRoute)
      .map((method) => ({ id: `${controller.name?.text}_${method.name.getText()}`, method })),
  );
}

function isRoute(method: ts.MethodDeclaration): boolean {
  return (ts.getDecorators(method) ?? []).some(
    ({ expression }) => ts.isCallExpression(expression) && ROUTE_DECORATORS.includes(expression.expression.getText()),
  );
}

/** @returns null when it writes its answer itself, or has none. */
function answerOf(method: ts.MethodDeclaration, checker: ts.TypeChecker): ts.Type | null {
  const signature = checker.getSignatureFromDeclaration(method);
  const type = signature && checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
  return !type || type.flags & ts.TypeFlags.Void ? null : type;
}
