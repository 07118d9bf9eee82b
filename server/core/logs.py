"""How every process writes its log: one line for each event, at the level that the operator chose.

Errors are written without the values of variables: these may hold what people wrote, which is in no log.
"""

import logging

import structlog


def configure(level: str) -> None:
    """Called once, when a process begins."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.dev.ConsoleRenderer(
                colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
