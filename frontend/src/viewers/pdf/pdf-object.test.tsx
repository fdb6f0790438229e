import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { renderWithData } from "@/test/render";
import { type Editor, EditorContext } from "../editor";
import { openPdf, type PdfDocument } from "./load-pdf";
import { PdfObject } from "./pdf-object";

vi.mock("./load-pdf", () => ({ openPdf: vi.fn(), makeTextLayer: vi.fn() }));

const opened = vi.mocked(openPdf);

/** A document whose pages never come: what is drawn is not looked at here. */
const document = { numPages: 3, getPage: () => new Promise(() => {}) } as unknown as PdfDocument;

const destroyed = vi.fn(() => Promise.resolve());

function answerWith(promise: Promise<PdfDocument>) {
  opened.mockResolvedValue({ promise, destroy: destroyed } as never);
}

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

function show(pdf: unknown) {
  return renderWithData(
    <EditorContext value={{ identity: "task 1" } as Editor}>
      <PdfObject
        object={{ name: "paper", tag: "Pdf", attrs: { value: "$pdf" } }}
        data={{ pdf }}
        toUrl={(url) => `https://files.example${url}`}
      />
    </EditorContext>,
  );
}

beforeEach(() => {
  destroyed.mockClear();
  answerWith(Promise.resolve(document));
});

test("pages are turned by keys and by buttons", async () => {
  show("/a.pdf");
  const page = () => screen.findByRole("textbox", { name: "Page of 3" });
  expect(await page()).toHaveValue("1");
  expect(opened).toHaveBeenCalledWith("https://files.example/a.pdf");

  await userEvent.keyboard("{PageDown}");
  expect(await page()).toHaveValue("2");
  await userEvent.click(screen.getByRole("button", { name: "Next page" }));
  expect(await page()).toHaveValue("3");
  expect(screen.getByRole("button", { name: "Next page" })).toBeDisabled();
  expect(screen.getByRole("region", { name: "PDF paper, page 3 of 3" })).toBeInTheDocument();
});

test("a page is gone to by its number", async () => {
  show("/a.pdf");
  const page = await screen.findByRole("textbox", { name: "Page of 3" });
  await userEvent.type(page, "2", { initialSelectionStart: 0, initialSelectionEnd: 1 });
  expect(page).toHaveValue("2");
  expect(screen.getByRole("region", { name: "PDF paper, page 2 of 3" })).toBeInTheDocument();
});

test.each([
  ["locked", named("PasswordException", "No password given"), /locked by a password/],
  ["broken", named("InvalidPDFException", "Invalid PDF structure."), /not a PDF, or it is broken/],
  ["away", named("ResponseException", "404"), /could not be loaded/],
])("a document that is %s says so", async (_name, error, words) => {
  const promise = Promise.reject(error);
  promise.catch(() => {});
  answerWith(promise);
  show("/a.pdf");
  expect(await screen.findByText(words)).toBeInTheDocument();
});

test.each([
  ["s3://bucket/a.pdf", /is not connected$/],
  ["javascript:alert(1)", /not opened/],
  [null, /no address/],
])("%s is not opened", async (address, words) => {
  opened.mockClear();
  show(address);
  expect(await screen.findByText(words)).toBeInTheDocument();
  expect(opened).not.toHaveBeenCalled();
});

test("a document is closed when another is shown", async () => {
  const { unmount } = show("/a.pdf");
  await screen.findByText("of 3");
  unmount();
  expect(destroyed).toHaveBeenCalledTimes(1);
});
