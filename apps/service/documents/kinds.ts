/** What kinds of document the service takes, told by their bytes. */
import { fileTypeFromFile } from 'file-type';

/** Media type → ending of the file's name. */
const binary: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

const text = 'text/plain; charset=utf-8';

export const kindsInWords =
  'PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), PNG, JPEG, or plain text in UTF-8';

/** The media type of a file; undefined when it is none the service takes. What the sender called it is not asked. */
export async function kindOf(file: string, content: { readonly isText: boolean }): Promise<string | undefined> {
  const found = (await fileTypeFromFile(file))?.mime;
  if (found !== undefined && Object.hasOwn(binary, found)) return found;
  // Short texts look like many things: “BMA” opens a bitmap. Text is text, whatever its first letters.
  return content.isText ? text : undefined;
}

/** `pdf` for a media type that `kindOf` tells. */
export const endingOf = (type: string): string => binary[type] ?? 'txt';

/** Looks at bytes as they come: whether they are UTF-8 without NUL, and no markup (HTML, SVG, XML). */
export class TextCheck {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #plausible = true;
  #begun = false;

  take(bytes: Uint8Array): void {
    if (!this.#plausible) return;
    this.#plausible = !bytes.includes(0) && this.decodes(bytes);
  }

  /** To be asked once, at the end. */
  isText(): boolean {
    return this.#plausible && this.decodes();
  }

  private decodes(bytes?: Uint8Array): boolean {
    try {
      const words = bytes ? this.#decoder.decode(bytes, { stream: true }) : this.#decoder.decode();
      if (this.#begun) return true;
      const start = words.trimStart();
      this.#begun = start !== '';
      return !start.startsWith('<');
    } catch {
      return false;
    }
  }
}
