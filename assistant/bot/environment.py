"""What Rasa's process must find in its environment before anything of Rasa is imported.

No telemetry, no look at the internet, no GPU, no training cache, nothing below a warning in the
logs. Used by the two programs of this folder.
"""

from __future__ import annotations

import os
import warnings


def prepare_environment() -> None:
    """Set the variables that Rasa and its libraries read while they are imported; silences Python
    warnings.

    Warnings are silenced because Rasa puts the text of a message into some of them.
    """
    os.environ.update(
        {
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_MAX_CACHE_SIZE": "0",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "-1",
            "LOG_LEVEL": "WARNING",
            "LOG_LEVEL_LIBRARIES": "ERROR",
        }
    )
    warnings.simplefilter("ignore")
