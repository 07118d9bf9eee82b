"""The one door to FFmpeg: PyAV's own types are only half written."""

from typing import Any

import av

ffmpeg: Any = av
