/** What was typed when a session had ended becomes a draft: the page finds it there once somebody has signed in. */
import type { Person } from '../../../libs/access/index.js';
import { inWords } from '../../../libs/workflow/state.js';
import { workflows } from '../../../workflows/index.js';
import type { SignIn } from '../access/sign-in.guard.js';
import type { DraftOf, Drafts } from '../drafts/drafts.js';
import { isUuid } from '../ledger/ids.js';
import type { Typed } from '../session/posted-form.js';

/** Keeps what was typed into the form of an act; what was typed elsewhere is a search or a button. */
export const keepingIn =
  (drafts: Drafts, signIn: SignIn) =>
  async (person: Person, path: string, typed: Typed): Promise<void> => {
    const of = actAt(path);
    if (of === undefined || Object.keys(typed).length === 0) return;
    const before = await drafts.find(of, signIn.askerOf({ person }));
    // Whom it is about is told once the page is opened, to whoever may see it.
    const title = before?.title ?? `${sentence(inWords(of.type))}, kept when you signed in again`;
    await drafts.put(of, signIn.askerOf({ person }), {
      typed,
      title,
      ...(isUuid(of.about) && { revision: before?.revision ?? 0 }),
    });
  };

/** The act whose form is sent to an address. */
function actAt(path: string): DraftOf | undefined {
  const [, about, type] = /^\/cases\/([^/]+)\/do\/(\w+)$/.exec(path) ?? [];
  if (about !== undefined && type !== undefined)
    return isUuid(about) && workflows.some(({ events }) => Object.hasOwn(events, type))
      ? { about: about.toLowerCase(), type }
      : undefined;
  const [, name] = /^\/apply\/([\w-]+)$/.exec(path) ?? [];
  const workflow = workflows.find((each) => each.name === name);
  return workflow && { about: workflow.name, type: workflow.begins };
}

const sentence = (text: string): string => text.trim().charAt(0).toUpperCase() + text.trim().slice(1);
