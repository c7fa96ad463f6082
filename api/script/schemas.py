"""What goes over the wire when a page is to be read in traditional characters."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=20_000)]


class Texts(BaseModel):
    """Texts in their order; the answer has as many."""

    model_config = ConfigDict(extra="forbid", strict=True)

    texts: list[Text] = Field(max_length=2000, examples=[["办事路线", "居住证"]])
