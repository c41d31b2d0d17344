import { ApiOkResponse, type ApiResponseOptions } from '@nestjs/swagger';

/** The route answers a file of one of these types, not JSON that is described by its return type. */
export function AnswersFile(types: readonly string[], description: string, headers?: ApiResponseOptions['headers']) {
  const content = Object.fromEntries(
    types.map((type) => [type, { schema: type.endsWith('json') ? {} : { type: 'string' } }]),
  );
  return ApiOkResponse({ description, content, ...(headers && { headers }) });
}
