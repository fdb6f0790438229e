import { apiOrigin } from "@/lib/runtime-config";
import { ApiError, toApiError } from "./errors";

export type Upload<Answer> = { answer: Promise<Answer>; cancel: () => void };

type Options = {
  path: string;
  file: File;
  /** The same key on a second try makes the server answer with the first one's result. */
  idempotencyKey: string;
  onProgress: (share: number) => void;
};

/** Sends one file as a form field; unlike fetch, this request tells how far it is. */
export function uploadFile<Answer>({
  path,
  file,
  idempotencyKey,
  onProgress,
}: Options): Upload<Answer> {
  const request = new XMLHttpRequest();
  const answer = new Promise<Answer>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) {
        onProgress(event.loaded / event.total);
      }
    };
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) {
        response.json().then((value) => resolve(value as Answer), reject);
      } else {
        toApiError(response).then(reject, reject);
      }
    };
    request.onerror = () =>
      reject(
        new ApiError(0, "The connection was lost before the whole file had arrived. Try again."),
      );
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
  });

  const form = new FormData();
  form.append("file", file);
  request.open("POST", `${apiOrigin()}${path}`);
  request.withCredentials = true;
  request.setRequestHeader("Idempotency-Key", idempotencyKey);
  request.send(form);
  return { answer, cancel: () => request.abort() };
}
