/** Waits for what concerns one stream. What comes while nobody waits is not lost. */
export class Watch {
  #isWoken = false;
  #go: (() => void) | undefined;

  constructor(readonly leave: () => void) {}

  wake(): void {
    this.#isWoken = true;
    this.#go?.();
  }

  /** Resolves once it is woken, after so many milliseconds, or when `ended` is aborted. */
  async next(milliseconds: number, ended: AbortSignal): Promise<'woken' | 'quiet'> {
    if (!this.#isWoken && !ended.aborted) await this.#wait(milliseconds, ended);
    const found = this.#isWoken ? 'woken' : 'quiet';
    this.#isWoken = false;
    return found;
  }

  #wait(milliseconds: number, ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        ended.removeEventListener('abort', settle);
        this.#go = undefined;
        resolve();
      };
      const timer = setTimeout(settle, milliseconds);
      ended.addEventListener('abort', settle, { once: true });
      this.#go = settle;
    });
  }
}
