import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { named, shape, text } from '../../../libs/forms/shape.js';
import { ok, okAs, says, Says } from './says.js';

const nameShape = named('Name', shape({ name: text }));
const asJson = { tag: 'About', summary: 'A name', answers: ok('The name', nameShape) } as const;

class Routes {
  @Says(asJson)
  name(): { readonly name: string } {
    return { name: 'Remit' };
  }

  @Says(asJson)
  async later(): Promise<{ readonly name: string }> {
    return this.name();
  }

  @Says({ ...asJson, answers: okAs('text/plain', 'The name') })
  plain(): string {
    return 'Remit';
  }

  // @ts-expect-error -- the shape says more
  @Says(asJson)
  nothing(): { readonly name?: string } {
    return {};
  }

  // @ts-expect-error -- the shape says something else
  @Says(asJson)
  async other(): Promise<{ readonly name: number }> {
    return { name: 1 };
  }

  // @ts-expect-error -- there is no answer without its body
  @Says(asJson)
  maybe(): { readonly name: string } | undefined {
    return undefined;
  }

  // @ts-expect-error -- nobody can tell whether it is of the shape
  @Says(asJson)
  whatever(): unknown {
    return {};
  }

  // @ts-expect-error -- text is no JSON
  @Says(asJson)
  bare(): string {
    return 'Remit';
  }
}

describe('a route', () => {
  it('is held by the compiler to the shapes it is said to answer with', () => {
    expect(Reflect.getMetadata(says, Object.getOwnPropertyDescriptor(Routes.prototype, 'name')?.value as object)).toBe(
      asJson,
    );
  });
});
