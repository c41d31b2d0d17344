import { ApiProblem, type ProblemBody } from './problem';

export type DownloadState = 'idle' | 'running' | 'done' | 'cancelled' | 'failed';

const LINE_FEED = 10;

/** A file from the server with what has come of it so far; it is saved only when all of it is here. */
export class Download {
  state = $state<DownloadState>('idle');
  bytes = $state(0);
  /** Rows so far, as far as lines tell it; never more than `totalRows`. */
  rows = $state(0);
  /** Null where the server doesn't say. */
  totalRows = $state<number | null>(null);
  problem = $state.raw<unknown>();
  #abort = new AbortController();

  start = async (address: string): Promise<void> => {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    Object.assign(this, { state: 'running', bytes: 0, rows: 0, totalRows: null, problem: undefined });
    try {
      const response = await fetch(address, { signal: abort.signal });
      if (!response.ok) throw new ApiProblem(response.status, await bodyOf(response));
      const total = response.headers.get('x-total-count');
      this.totalRows = total === null ? null : Number(total);
      const parts = await this.#read(response);
      if (abort.signal.aborted) return;
      save(new Blob(parts, { type: response.headers.get('content-type') ?? '' }), nameOf(response));
      this.rows = this.totalRows ?? this.rows;
      this.state = 'done';
    } catch (error) {
      if (abort.signal.aborted) return;
      this.problem = error instanceof ApiProblem ? error : new ApiProblem(0);
      this.state = 'failed';
    }
  };

  cancel = (): void => {
    this.#abort.abort();
    this.state = 'cancelled';
  };

  async #read(response: Response): Promise<Uint8Array<ArrayBuffer>[]> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      parts.push(read.value);
      this.bytes += read.value.byteLength;
      const lines = read.value.reduce((count, byte) => count + Number(byte === LINE_FEED), 0);
      this.rows = Math.min(this.rows + lines, this.totalRows ?? Infinity);
    }
    return parts;
  }
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  return response.json().catch(() => ({})) as Promise<ProblemBody>;
}

function nameOf(response: Response): string {
  return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'eksport';
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
