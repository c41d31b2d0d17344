import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and gathers what it prints; never rejects for a non-zero code.
 * @returns {Promise<{ code: number, output: string }>} code 127 when it could not be started, 130 when aborted
 */
export function runTool(command, args, { signal, killSignal = 'SIGTERM', ...options } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const abort = () => child.kill(killSignal);
    const settle = (code) => {
      signal?.removeEventListener('abort', abort);
      resolve({ code, output: output.trim() });
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', (error) => {
      output += error.message;
      settle(127);
    });
    child.on('close', (code) => settle(code ?? 130));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
  });
}

/** The last lines of a tool's output, for a message. */
export const tailOf = (output, lines = 30) => output.split('\n').slice(-lines).join('\n');
