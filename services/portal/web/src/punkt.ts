import arrow from '@oslokommune/punkt-assets/dist/icons/chevron-thin-right.svg?raw';
import back from '@oslokommune/punkt-assets/dist/icons/chevron-thin-left.svg?raw';
import check from '@oslokommune/punkt-assets/dist/icons/check-circle.svg?raw';
import close from '@oslokommune/punkt-assets/dist/icons/close.svg?raw';
import error from '@oslokommune/punkt-assets/dist/icons/alert-error.svg?raw';
import information from '@oslokommune/punkt-assets/dist/icons/alert-information.svg?raw';
import prohibited from '@oslokommune/punkt-assets/dist/icons/prohibited.svg?raw';
import success from '@oslokommune/punkt-assets/dist/icons/alert-success.svg?raw';
import spinner from '@oslokommune/punkt-assets/dist/animations/spinner-blue.svg?raw';
import warning from '@oslokommune/punkt-assets/dist/icons/alert-warning.svg?raw';

const ICONS: Record<string, string> = {
  'chevron-thin-right': arrow,
  'chevron-thin-left': back,
  'check-circle': check,
  close,
  prohibited,
  'alert-error': error,
  'alert-information': information,
  'alert-success': success,
  'alert-warning': warning,
  'spinner-blue': spinner,
};

declare global {
  interface Window {
    pktFetch?: (url: string) => Promise<Response>;
    pktIconPath?: string;
    pktAnimationPath?: string;
  }
}

/** The elements ask for icons by address; ours travel with the script, so none can be missing or late. */
function iconByAddress(address: string): Promise<Response> {
  const name = address.slice(address.lastIndexOf('/') + 1, -'.svg'.length);
  const icon = ICONS[name];
  if (!icon) return Promise.reject(new Error(`The icon "${name}" is not in punkt.ts`));
  return Promise.resolve(new Response(icon));
}

/** Must be done before any element of Punkt is loaded. */
export async function definePunktElements(): Promise<void> {
  window.pktFetch = iconByAddress;
  window.pktIconPath = '/punkt/icons/';
  window.pktAnimationPath = '/punkt/animations/';
  await Promise.all([
    import('@oslokommune/punkt-elements/dist/pkt-icon.js'),
    import('@oslokommune/punkt-elements/dist/pkt-tag.js'),
    import('@oslokommune/punkt-elements/dist/pkt-alert.js'),
    import('@oslokommune/punkt-elements/dist/pkt-loader.js'),
  ]);
}
