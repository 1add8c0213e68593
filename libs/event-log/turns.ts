/** Tasks that share a name run one after the other, in the order they are handed in. */
export function turns(): <T>(names: readonly string[], task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (names, task) => {
    const before = names.map((name) => last.get(name)).filter((each) => each !== undefined);
    const result = Promise.all(before).then(task);
    const done = result.catch(() => undefined);
    for (const name of names) last.set(name, done);
    void done.then(() => {
      for (const name of names) if (last.get(name) === done) last.delete(name);
    });
    return result;
  };
}
