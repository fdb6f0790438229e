import { apiOrigin } from "./runtime-config";

/** The address of a file named in task data: paths belong to the API's origin. */
export function mediaUrl(address: string): string {
  return address.startsWith("/") && !address.startsWith("//")
    ? `${apiOrigin()}${address}`
    : address;
}
