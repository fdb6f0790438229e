import { useEffect, useState } from "react";
import { openPdf, type PdfDocument } from "./load-pdf";

export type Pdf =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly document: PdfDocument }
  | { readonly status: "failed"; readonly reason: string };

const LOADING: Pdf = { status: "loading" };

/** Open a document; the one before is closed. */
export function usePdf(url: string | null): Pdf {
  const [opened, setOpened] = useState<{ url: string; pdf: Pdf } | null>(null);

  useEffect(() => {
    if (url === null) return;
    let gone = false;
    let close = () => {};
    const open = async () => {
      const task = await openPdf(url);
      close = () => void task.destroy();
      if (gone) close();
      return task.promise;
    };
    open().then(
      (document) => !gone && setOpened({ url, pdf: { status: "ready", document } }),
      (error: unknown) =>
        !gone && setOpened({ url, pdf: { status: "failed", reason: inWords(error) } }),
    );
    return () => {
      gone = true;
      close();
    };
  }, [url]);

  return opened !== null && opened.url === url ? opened.pdf : LOADING;
}

const REASONS: Readonly<Record<string, string>> = {
  InvalidPDFException: "It is not a PDF, or it is broken.",
  PasswordException: "It is locked by a password.",
};

function inWords(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  return REASONS[name] ?? "It did not come.";
}
