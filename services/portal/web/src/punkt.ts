// The elements read their paths while they are loaded, so the icons come first.
import './punkt-icons';
import '@oslokommune/punkt-elements/dist/pkt-alert.js';
import '@oslokommune/punkt-elements/dist/pkt-icon.js';
import '@oslokommune/punkt-elements/dist/pkt-loader.js';
import '@oslokommune/punkt-elements/dist/pkt-tag.js';
import 'virtual:punkt-tokens.css';
import '@oslokommune/punkt-css/dist/css/pkt-normalise.min.css';
import '@oslokommune/punkt-css/dist/css/components/alert.min.css';
import '@oslokommune/punkt-css/dist/css/components/icon.min.css';
import '@oslokommune/punkt-css/dist/css/components/loader.min.css';
import '@oslokommune/punkt-css/dist/css/components/tag.min.css';
import '@oslokommune/punkt-css/dist/css/elements/button.min.css';
