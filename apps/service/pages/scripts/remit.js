// Scripts only add: every page works without them.
import './charts.js';
import './imports.js';
import './live.js';
import './replay.js';
import './uploads.js';
import { initAll } from './nhsuk-frontend.min.js';

initAll();
