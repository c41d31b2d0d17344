import { format } from 'prettier';

/** As the repository writes its files. */
export function formatted(text: string, parser: 'typescript' | 'json'): Promise<string> {
  return format(text, { singleQuote: true, printWidth: 120, trailingComma: 'all', parser });
}
