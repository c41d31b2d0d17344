/** Lines for the person who waits, each with the seconds since the command began. */
export function createProgress(write = (line) => console.log(line)) {
  const begun = Date.now();
  const seconds = () => ((Date.now() - begun) / 1000).toFixed(1).padStart(5);
  return (message) => write(`[${seconds()} s] ${message}`);
}

/** Says every five seconds that `work` still goes on, and how long it took when that was noticeable. */
export async function withProgress(log, what, work) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  log(`${what} …`);
  const timer = setInterval(() => log(`${what} … ${seconds()} s`), 5000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
