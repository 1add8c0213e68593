import { AnyLine, Optional } from '../../../libs/forms/decorators.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';

/** Which CCGs are wanted. */
@FilterForm()
export class CcgsQuery {
  @Optional('Only CCGs with this in their name or code.') @AnyLine('a name or a code', 100) q?: string;
  @Optional('Only CCGs of this region.') @AnyLine('the code of a region', 3) region?: string;
  @Whole('the number of the page', 1, 1_000) page = 1;
}
