/** When a viewer fails, the answers are shown as they are stored: a verdict stays possible. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { Component, type ReactNode } from "react";
import type { TaskData } from "./config";
import type { Answer } from "./types";
import classes from "./viewers.module.css";

type Props = {
  readonly identity: string | undefined;
  readonly answers: readonly Answer[];
  readonly data: TaskData;
  readonly children: ReactNode;
};

type State = { readonly error: Error | null };

export class ViewBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  /** Another item is drawn again, whatever happened to this one. */
  override componentDidUpdate(before: Props): void {
    if (before.identity !== this.props.identity && this.state.error !== null) {
      this.setState({ error: null });
    }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <Stack gap="sm">
        <Alert color="orange" role="alert" title="This could not be drawn">
          <Text size="sm">
            {this.state.error.message} The task and its answers are shown as they are stored; a
            verdict is still possible.
          </Text>
          <Button
            size="xs"
            mt="xs"
            variant="default"
            onClick={() => this.setState({ error: null })}
          >
            Try again
          </Button>
        </Alert>
        <Stored title="Task" value={this.props.data} />
        {this.props.answers.map(({ key, name, result }) => (
          <Stored key={key} title={name} value={result} />
        ))}
      </Stack>
    );
  }
}

function Stored({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <section className={classes["raw"]} aria-label={title}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach it. */}
      <pre tabIndex={0} className={classes["rawValue"]}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </section>
  );
}
