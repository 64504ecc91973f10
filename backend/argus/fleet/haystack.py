"""What a text filter looks in: each row's name, namespace and cells in lower case, made when first asked for."""

from argus.fleet.schemas import Row

SEPARATOR = "\n"


class Haystacks(dict[str, str]):
    """By uid. Forget a row's when it changes."""

    def __init__(self, rows: dict[str, Row]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, uid: str) -> str:
        row = self._rows[uid]
        words = [row.namespace, row.name, *(str(cell) for cell in row.cells if cell is not None)]
        text = self[uid] = SEPARATOR.join(words).lower()
        return text
