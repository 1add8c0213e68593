/** Forms that ask: a browser sends a field in which nothing was typed or chosen, and nothing is asked by it. */
import { isRecord, type Said, type Shape } from '../../../libs/workflow/shapes.js';

const forms = new WeakSet<object>();

/** The query of a form with filters: fields that are sent empty were left out. */
export const FilterForm = (): ClassDecorator => (shape) => {
  forms.add(shape);
};

/** What was said, without what was sent empty where a form sends so. */
export const withoutEmpty = (shape: Shape, said: unknown): unknown =>
  forms.has(shape) && isRecord(said)
    ? (Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')) satisfies Said)
    : said;
