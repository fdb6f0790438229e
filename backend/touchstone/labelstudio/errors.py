"""What is wrong with a file or a labeling configuration, and where."""


class BadRecord(ValueError):
    """A record that cannot be imported.

    `path` is a JSONPath-like place inside the file, such as
    ``$[17].annotations[0].result[2].value.x``.
    """

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message, path)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class BadConfig(ValueError):
    """A labeling configuration that cannot be used; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        if self.line is None:
            return self.message
        return f"line {self.line}, column {self.column}: {self.message}"
