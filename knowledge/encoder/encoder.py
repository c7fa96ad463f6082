"""What every encoder can do, whichever model is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors; texts that mean the same should lie close together."""

    @property
    def dims(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row per text, float32, (len(texts), dims), each of length 1.

        A text of which the model knows nothing gives a row of zeros.
        """


class EncoderUnusable(Exception):
    """The folder named as encoder is not one. The message is for the person who set it
    (Chinese).
    """
