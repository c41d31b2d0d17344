import { alarmText } from '../domain/alarm-text';
import { type DueNotice } from './notice.store';

/** Short enough for a service that is told to stop meanwhile. */
const POST_MS = 3_000;

/** Rejects unless the webhook took it. */
export async function postNotice(url: string, { noticeId, event, alarm, where }: DueNotice): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', 'idempotency-key': noticeId },
    body: JSON.stringify({ id: noticeId, event, alarm, text: alarmText(alarm.kind, where, event) }),
    signal: AbortSignal.timeout(POST_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
}
