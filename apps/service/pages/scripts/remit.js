// Scripts only add: every page works without them.
import './imports.js';
import './uploads.js';
import { initAll } from './nhsuk-frontend.min.js';

initAll();
