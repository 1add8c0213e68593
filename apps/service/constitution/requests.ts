import { Optional } from '../../../libs/forms/decorators.js';
import { Whole } from '../requests/fields.js';

/** Which versions to hold against each other. */
export class CompareQuery {
  @Optional('To compare with another version than the one it is based on.')
  @Whole('the number of the version to compare with', 1, 10_000)
  before?: number;
  @Optional('To compare another version than the newest.')
  @Whole('the number of the version to compare', 1, 10_000)
  after?: number;
}
