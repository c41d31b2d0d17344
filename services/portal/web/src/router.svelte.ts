/** The address within the app, from the browser's history. */
class Router {
  path = $state(location.pathname);
  /** Then the next page is loaded anew: never while somebody fills in a form. */
  newerVersionWaits = false;

  constructor() {
    addEventListener('popstate', () => (this.path = location.pathname));
    document.addEventListener('click', (event) => this.followInside(event));
  }

  go(path: string): void {
    if (this.newerVersionWaits) return location.assign(path);
    history.pushState(null, '', path);
    this.path = location.pathname;
    scrollTo(0, 0);
  }

  /** Plain clicks on links to our own pages don't load the page anew. */
  private followInside(event: MouseEvent): void {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!plain || event.defaultPrevented || !link || !isOwnPage(link)) return;
    event.preventDefault();
    this.go(link.pathname);
  }
}

function isOwnPage(link: HTMLAnchorElement): boolean {
  const own = ['/', '/drift', '/tall'].includes(link.pathname) || /^\/(stasjon|drift)\//.test(link.pathname);
  return own && link.origin === location.origin && !link.target && !link.hash;
}

export const router = new Router();
