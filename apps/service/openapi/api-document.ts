import { Injectable } from '@nestjs/common';

/** The OpenAPI document as text. */
@Injectable()
export class ApiDocument {
  #build: (() => object) | undefined;
  #text: string | undefined;

  builtBy(build: () => object): void {
    this.#build = build;
  }

  get text(): string {
    if (this.#build === undefined) throw new Error('Nobody said how the API is described');
    this.#text ??= JSON.stringify(this.#build());
    return this.#text;
  }
}
