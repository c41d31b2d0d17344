import '@oslokommune/punkt-css/dist/css/components/inputwrapper.min.css';
import '@oslokommune/punkt-css/dist/css/elements/checkbox-radio.min.css';
import '@oslokommune/punkt-css/dist/css/elements/input.min.css';
import '@oslokommune/punkt-css/dist/css/elements/table.min.css';
import './forms.css';
