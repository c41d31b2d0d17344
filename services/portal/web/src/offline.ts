import { router } from './router.svelte';

/** Keeps the pages themselves for when there is no contact; `service-worker.js` has the rules. */
export function workOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/service-worker.js').then(noticeNewVersions, () => undefined);
}

function noticeNewVersions(registration: ServiceWorkerRegistration): void {
  registration.addEventListener('updatefound', () => {
    const hadOlder = registration.active !== null;
    registration.installing?.addEventListener('statechange', ({ target }) => {
      const installed = (target as ServiceWorker).state === 'installed';
      if (installed && hadOlder) router.newerVersionWaits = true;
    });
  });
}
