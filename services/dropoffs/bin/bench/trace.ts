/** What an strace of PostgreSQL and the service says of the order of commits, WAL syncs and acknowledgements. */
export interface TraceVerdict {
  pubacks: number;
  acks: number;
  /** Commits whose WAL sync began after PostgreSQL had the COMMIT and returned before it answered. */
  durableCommits: number;
  /** PUBACKs before which no such commit had returned since the PUBACK before. */
  early: number;
  /** Device acknowledgements that went out before the PUBACK of their message. */
  earlyAcks: number;
}

/** Its two first bytes, in one buffer or in two. */
const PUBACK = /"@\\2|iov_base="@", iov_len=1\}, \{iov_base="\\2"/;
const LINE = /^(\d+) +[\d.]+ (.*)$/;

/**
 * Reads the lines of `strace -f -ttt` in their order, one message at a time under way.
 * @param servicePids the service's threads; every other process is PostgreSQL's
 */
export function judgeTrace(lines: Iterable<string>, servicePids: ReadonlySet<string>): TraceVerdict {
  const verdict: TraceVerdict = { pubacks: 0, acks: 0, durableCommits: 0, early: 0, earlyAcks: 0 };
  const commitBegunAt = new Map<string, number>();
  const syncBegunAt = new Map<string, number>();
  let lastSync = { begunAt: -1, endedAt: -1 };
  let isDurable = false;
  let index = 0;
  for (const line of lines) {
    index += 1;
    const [, pid = '', call = ''] = LINE.exec(line) ?? [];
    if (servicePids.has(pid)) {
      if (isWrite(call) && PUBACK.test(call)) {
        verdict.pubacks += 1;
        if (!isDurable) verdict.early += 1;
        isDurable = false;
      }
      if (isWrite(call) && call.includes('/ack')) {
        verdict.acks += 1;
        if (verdict.acks > verdict.pubacks) verdict.earlyAcks += 1;
      }
      continue;
    }
    if (/^f(data)?sync\(/.test(call)) syncBegunAt.set(pid, index);
    if (/f(data)?sync.*= 0$/.test(call)) lastSync = { begunAt: syncBegunAt.get(pid) ?? -1, endedAt: index };
    if (call.includes('recvfrom') && call.includes('COMMIT')) commitBegunAt.set(pid, index);
    if (call.startsWith('sendto') && call.includes('COMMIT')) {
      const begunAt = commitBegunAt.get(pid);
      if (begunAt === undefined || lastSync.begunAt < begunAt) continue;
      verdict.durableCommits += 1;
      isDurable = true;
    }
  }
  return verdict;
}

function isWrite(call: string): boolean {
  return /^(write|writev|sendto|sendmsg)\(/.test(call);
}
