// Scripts only add: every page works without them.
import './imports.js';
import { initAll } from './nhsuk-frontend.min.js';

initAll();
