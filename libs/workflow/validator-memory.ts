/**
 * class-validator looks up anew for every validation which decorators a class has, over all classes there are. Ours do not change once they
 * are loaded, so what was found is kept for each class: the same answers, in the same order, without the search.
 */
import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type LookUp = Storage['getTargetValidationMetadatas'];

const marked = Symbol.for('remit.validator-memory');

/** Done once for a process, however often this file is loaded. */
function remember(storage: Storage & { [marked]?: true }): void {
  if (storage[marked]) return;
  storage[marked] = true;
  const lookUp: LookUp = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, Map<string, ReturnType<LookUp>>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (groups !== undefined && groups.length > 0) return lookUp(target, schema, always, strictGroups, groups);
    const ofClass = known.get(target) ?? new Map<string, ReturnType<LookUp>>();
    known.set(target, ofClass);
    const key = `${schema} ${always} ${strictGroups}`;
    const found = ofClass.get(key) ?? lookUp(target, schema, always, strictGroups, groups);
    ofClass.set(key, found);
    return found;
  };
}

remember(getMetadataStorage());
