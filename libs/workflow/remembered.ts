/**
 * class-validator looks for what a class and its ancestors demand anew for each object it checks, among all classes that were ever
 * decorated. What it finds is remembered here, by class. Loaded once, this holds for everything in the process that validates.
 */
import { getMetadataStorage, type MetadataStorage } from 'class-validator';

type Found = ReturnType<MetadataStorage['getTargetValidationMetadatas']>;
type Grouped = ReturnType<MetadataStorage['groupByPropertyName']>;

/**
 * Answers as before, and from memory where the question is the one that every check of a class without groups asks. Whoever asks reads
 * only; the lists are not frozen, as going through frozen ones takes class-validator twice as long.
 */
function remember(storage: MetadataStorage): void {
  const look = storage.getTargetValidationMetadatas.bind(storage);
  const group = storage.groupByPropertyName.bind(storage);
  const add = storage.addValidationMetadata.bind(storage);
  let demands = new WeakMap<object, Found>();
  const grouped = new WeakMap<Found, Grouped>();

  storage.getTargetValidationMetadatas = (shape, schema, always, strictGroups, groups) => {
    // What is checked can be made to look as if it were of no class.
    if (typeof shape !== 'function' || always || strictGroups || groups) {
      return look(shape, schema, always, strictGroups, groups);
    }
    const known = demands.get(shape);
    if (known !== undefined) return known;
    const found = look(shape, schema, always, strictGroups);
    demands.set(shape, found);
    grouped.set(found, group(found));
    return found;
  };
  storage.groupByPropertyName = (found) => grouped.get(found) ?? group(found);
  // A class is decorated while it is loaded, maybe after others were checked.
  storage.addValidationMetadata = (metadata) => {
    demands = new WeakMap();
    add(metadata);
  };
}

remember(getMetadataStorage());
