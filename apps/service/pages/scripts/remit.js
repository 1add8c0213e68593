// Scripts only add: every page works without them.
import { initAll } from './nhsuk-frontend.min.js';

initAll();
