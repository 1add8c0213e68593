/** 64 bits of each id, to find out quickly that none was given twice. Ids may be as many as events: these take eight bytes each. */
export class IdMarks {
  /** Two for each id. */
  #words = new Uint32Array(4_096);
  #length = 0;

  add(id: string): void {
    if (this.#length + 2 > this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    // Two multiplicative hashes that differ in everything. Whoever makes them collide makes the proof slower, and nothing else.
    let first = 0xdeadbeef;
    let second = 0x41c6ce57;
    for (let at = 0; at < id.length; at += 1) {
      const character = id.charCodeAt(at);
      first = Math.imul(first ^ character, 0x9e3779b1);
      second = Math.imul(second ^ character, 0x5f356495);
    }
    this.#words[this.#length] = first ^ (second >>> 15);
    this.#words[this.#length + 1] = second ^ (first >>> 13);
    this.#length += 2;
  }

  get all(): BigUint64Array<ArrayBuffer> {
    return new BigUint64Array(this.#words.slice(0, this.#length).buffer);
  }
}

/** Whether two of all these are the same. */
export function anyTwice(marks: readonly BigUint64Array<ArrayBuffer>[]): boolean {
  const all = new BigUint64Array(marks.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const each of marks) {
    all.set(each, filled);
    filled += each.length;
  }
  all.sort();
  const words = new Uint32Array(all.buffer);
  for (let at = 2; at < words.length; at += 2)
    if (words[at] === words[at - 2] && words[at + 1] === words[at - 1]) return true;
  return false;
}
