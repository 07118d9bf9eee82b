"""Writes a stranger's video anew, without decoding it: its picture and its sound, and nothing of what a telephone
writes beside them, such as the place where it was taken. One picture is decoded, to know that it is one.

`copying_video.py CONTAINER SOURCE FOLDER` writes `FOLDER/video` and prints one line of JSON: `{"written": "mp4"}`, or
`{"refused": …}` with a word that `videos.py` knows. Runs shut in; knows nothing of the server.
"""

import errno
import json
import sys
from typing import Any

import av

ffmpeg: Any = av

CONTAINERS = {"mov": "mp4", "matroska": "webm"}
"""As FFmpeg calls what is read, and what is written. Named to it, so that it never looks for lists of other files."""
PICTURES = {"mp4": {"h264", "av1", "vp9"}, "webm": {"vp8", "vp9", "av1"}}
SOUNDS = {"mp4": {"aac", "mp3", "opus"}, "webm": {"opus", "vorbis"}}
"""What all browsers play."""
COLOURS = {"yuv420p", "yuvj420p"}


def copied(container: str, source: str, folder: str) -> dict[str, str]:
    """What became of it."""
    ending = CONTAINERS[container]
    with ffmpeg.open(source, format=container, options={"protocol_whitelist": "file"}) as video:
        if not video.streams.video:
            return {"refused": "video_without_picture"}
        pictures, sounds = video.streams.video[0], video.streams.audio[:1]
        plays = pictures.codec_context.name in PICTURES[ending] and pictures.codec_context.pix_fmt in COLOURS
        if not plays or any(sound.codec_context.name not in SOUNDS[ending] for sound in sounds):
            return {"refused": "video_not_playable"}
        next(video.decode(pictures))
        video.seek(0)
        options = {"movflags": "+faststart"} if ending == "mp4" else {}
        with ffmpeg.open(f"{folder}/video", "w", format=ending, options=options) as copy:
            to = {stream.index: copy.add_stream_from_template(stream) for stream in (pictures, *sounds)}
            for stream in to.values():
                stream.metadata.clear()
            for packet in video.demux(pictures, *sounds):
                # The last ones are empty: they flush decoders, of which there are none.
                if packet.dts is not None:
                    packet.stream = to[packet.stream.index]
                    copy.mux(packet)
    return {"written": ending}


def main() -> None:
    """Whatever FFmpeg trips over is a damaged video, but for a disk without room."""
    try:
        said = copied(*sys.argv[1:4])
    except (ffmpeg.FFmpegError, StopIteration, ValueError) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC
        said = {"refused": "disk_full" if full else "video_damaged"}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
