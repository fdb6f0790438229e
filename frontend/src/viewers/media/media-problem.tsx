import { Alert } from "@mantine/core";
import { IconPhotoOff } from "@tabler/icons-react";
import type { MediaAddress } from "./address";

type Props = {
  /** What could not be shown, such as `image` or `audio`. */
  readonly of: string;
  readonly address: MediaAddress;
  /** True when the address is fine but loading from it failed. */
  readonly failed: boolean;
};

const LONG = 160;

/** Says which file cannot be shown and why; nothing while there is no problem. */
export function MediaProblem({ of, address, failed }: Props) {
  const words = problem(of, address, failed);
  if (words === null) return null;
  return (
    <Alert
      role="status"
      color="orange"
      variant="light"
      icon={<IconPhotoOff size={18} />}
      title={words.title}
      styles={{ title: { color: "light-dark(#a63404, var(--mantine-color-orange-4))" } }}
    >
      {words.why} The regions are shown without it, and a verdict is still possible.
    </Alert>
  );
}

function problem(of: string, address: MediaAddress, failed: boolean) {
  switch (address.kind) {
    case "missing":
      return { title: `No ${of}`, why: `The task has no address for the ${of}.` };
    case "cloud":
      return {
        title: `The ${of} is not connected`,
        why: `${short(address.given)} lies in ${address.service}, which this server is not connected to.`,
      };
    case "refused":
      return {
        title: `The ${of} is not shown`,
        why: `${short(address.given)} is not opened: ${address.reason}.`,
      };
    default:
      return failed
        ? {
            title: `The ${of} could not be loaded`,
            why: `Nothing that can be shown came from ${short(address.given)}.`,
          }
        : null;
  }
}

function short(address: string): string {
  return address.length <= LONG ? address : `${address.slice(0, LONG)}…`;
}
