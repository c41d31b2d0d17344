import back from '@oslokommune/punkt-assets/dist/icons/chevron-thin-left.svg?raw';
import check from '@oslokommune/punkt-assets/dist/icons/check-circle.svg?raw';
import error from '@oslokommune/punkt-assets/dist/icons/alert-error.svg?raw';
import forward from '@oslokommune/punkt-assets/dist/icons/chevron-thin-right.svg?raw';
import information from '@oslokommune/punkt-assets/dist/icons/alert-information.svg?raw';
import language from '@oslokommune/punkt-assets/dist/icons/language.svg?raw';
import prohibited from '@oslokommune/punkt-assets/dist/icons/prohibited.svg?raw';
import share from '@oslokommune/punkt-assets/dist/icons/share.svg?raw';
import spinner from '@oslokommune/punkt-assets/dist/animations/spinner-blue.svg?raw';
import success from '@oslokommune/punkt-assets/dist/icons/alert-success.svg?raw';
import warning from '@oslokommune/punkt-assets/dist/icons/alert-warning.svg?raw';

const ICONS: Record<string, string> = {
  'alert-error': error,
  'alert-information': information,
  'alert-success': success,
  'alert-warning': warning,
  'check-circle': check,
  'chevron-thin-left': back,
  'chevron-thin-right': forward,
  'spinner-blue': spinner,
  language,
  prohibited,
  share,
};

declare global {
  interface Window {
    pktFetch?: (url: string) => Promise<Response>;
    pktIconPath?: string;
    pktAnimationPath?: string;
  }
}

window.pktFetch = iconByAddress;
window.pktIconPath = '/punkt/icons/';
window.pktAnimationPath = '/punkt/animations/';

/** The elements ask for icons by address; ours travel with the script, so none can be missing or late. */
function iconByAddress(address: string): Promise<Response> {
  const name = address.slice(address.lastIndexOf('/') + 1, -'.svg'.length);
  const icon = ICONS[name];
  return icon ? Promise.resolve(new Response(icon)) : Promise.reject(new Error(`The icon "${name}" is not bundled`));
}
