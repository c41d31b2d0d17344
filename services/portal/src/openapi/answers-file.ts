import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOkResponse, type ApiResponseOptions } from '@nestjs/swagger';

/** Metadata: the media types of the files that a route answers with. */
export const FILE_TYPES_ANSWERED = 'selvbetjent:file-types-answered';

/** The route answers a file of one of these types, not JSON that is described by its return type. */
export function AnswersFile(types: readonly string[], description: string, headers?: ApiResponseOptions['headers']) {
  const content = Object.fromEntries(
    types.map((type) => [type, { schema: type.endsWith('json') ? {} : { type: 'string' } }]),
  );
  return applyDecorators(
    SetMetadata(FILE_TYPES_ANSWERED, types),
    ApiOkResponse({ description, content, ...(headers && { headers }) }),
  );
}
