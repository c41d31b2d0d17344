/** The address within the app, from the browser's history. */
class Router {
  path = $state(location.pathname);
  /** `?…`, or nothing. */
  search = $state(location.search);
  /** Then the next page is loaded anew: never while somebody fills in a form. */
  newerVersionWaits = false;

  constructor() {
    addEventListener('popstate', () => this.take());
    document.addEventListener('click', (event) => this.followInside(event));
  }

  go(path: string): void {
    if (this.newerVersionWaits) return location.assign(path);
    history.pushState(null, '', path);
    this.take();
    scrollTo(0, 0);
  }

  /** Something else is shown on the same page: a link to it and "back" work, and nothing scrolls. */
  choose(search: string): void {
    if (search === this.search) return;
    history.pushState(null, '', `${location.pathname}${search}`);
    this.take();
  }

  private take(): void {
    this.path = location.pathname;
    this.search = location.search;
  }

  /** Plain clicks on links to our own pages don't load the page anew. */
  private followInside(event: MouseEvent): void {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!plain || event.defaultPrevented || !link || !isOwnPage(link)) return;
    event.preventDefault();
    this.go(`${link.pathname}${link.search}`);
  }
}

function isOwnPage(link: HTMLAnchorElement): boolean {
  const own = ['/', '/drift'].includes(link.pathname) || /^\/(stasjon|drift)\//.test(link.pathname);
  return own && link.origin === location.origin && !link.target && !link.hash;
}

export const router = new Router();
