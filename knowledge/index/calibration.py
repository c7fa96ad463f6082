"""The numbers that turn signals into decisions: what they are, and how they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from knowledge.index.weighing import Numbers, Weighing

CONSULT = "consult"


@dataclass(frozen=True)
class Gate:
    """Between consulting and everything else: weights of the lead of 'consult' over the next kind
    and of the best list's logit, the constant, and the probability from which a message is let in.
    """

    weights: tuple[float, float, float]
    threshold: float

    def logit(self, lead: Numbers, best_list: Numbers | float) -> Numbers:
        """Logit of 'this is a consultation', elementwise."""
        of_lead, of_list, constant = self.weights
        return np.asarray(of_lead * lead + of_list * best_list + constant)


@dataclass(frozen=True)
class Calibration:
    """The weighing of lists, the weights of a question's signals within its list and, last, of
    the lists among themselves, the probability from which a list is kept, and the gate.
    """

    lists: Weighing
    questions: tuple[float, ...]
    list_threshold: float
    gate: Gate


_ONE_OR_MANY = (0.7, 0.3, 0.0, 0.0, 0.0, 0.0, -0.1, 0.1, 0.4, -0.3)
DEFAULT = Calibration(
    lists=Weighing((3.0, 0.5, 0.5, -3.0), _ONE_OR_MANY),
    questions=(0.5, 2.0, 0.7),
    list_threshold=0.1,
    gate=Gate((3.0, 0.3, 0.5), 0.5),
)
_SHAPE = TypeAdapter(Calibration)


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Write a JSON file."""
    path.write_bytes(_SHAPE.dump_json(calibration, indent=1))


def open_calibration(path: Path) -> Calibration:
    """Read a JSON file."""
    return _SHAPE.validate_json(path.read_bytes())
