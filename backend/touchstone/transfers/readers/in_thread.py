"""A conversion in a thread of this process: for what is small."""

import asyncio
from collections.abc import AsyncIterator, Iterable

from touchstone.transfers.readers.conversion import convert
from touchstone.transfers.readers.messages import Need, Plan, Rows, Supply


class ThreadTalk:
    def __init__(self, plan: Plan, records: Iterable[bytes]) -> None:
        self._conversion = convert(plan, records)
        self._supply: Supply | None = None

    async def __aiter__(self) -> AsyncIterator[Need | Rows]:
        while (event := await asyncio.to_thread(self._step)) is not None:
            yield event

    async def answer(self, supply: Supply) -> None:
        self._supply = supply

    def _step(self) -> Need | Rows | None:
        supply, self._supply = self._supply, None
        try:
            return self._conversion.send(supply)
        except StopIteration:  # which cannot cross to the event loop
            return None
