"""The long-lived objects of conferences, in the order in which they know each other, and what rooms know of them."""

from server.conference import watching
from server.conference.beside import Beside, Feature, pupils_of
from server.conference.conferences import Conferences
from server.conference.documents import strokes
from server.conference.documents.waiting import Conversions
from server.conference.lines import Lines
from server.conference.polls import preparing, rehearsed
from server.conference.polls import reading as polls
from server.conference.probing import Probes
from server.conference.questions import reading as questions
from server.conference.questions.reported import ReportedQuestions
from server.conference.recording.films import Films
from server.conference.recording.reported import ReportedRecordings
from server.conference.storage import inside, leaders, rooms, space_of
from server.core.site import Site
from server.rooms.places import Places
from server.rooms.reportables import Reportables

RUNNING = (Conferences, Conversions, Films)
"""Those that are started, in this order, and closed in the other."""


def add_conferences(site: Site) -> None:
    """Put them into the site, after the rooms, the chat and the link to the media worker."""
    site.part(Places).add("conference", space_of, leaders(), rooms(), inside())
    reportables = site.part(Reportables)
    reportables.add("question", ReportedQuestions())
    reportables.add("recording", ReportedRecordings())
    site.add(Lines())
    site.add(_beside(site))
    for part in (Probes, *RUNNING):
        site.add(part(site))
    watching.watch(site)


def _beside(site: Site) -> Beside:
    beside = Beside()
    beside.add(Feature("answers_for", pupils_of))
    beside.add(Feature("moderators", watching.shown(site)))
    beside.add(Feature("polls", polls.shown, preparing.close_all))
    beside.add(Feature("questions", questions.Reading(site).shown, questions.finish))
    beside.add(Feature("question_votes", questions.votes))
    beside.when_rehearsed(rehearsed.undo, questions.undo, strokes.undo)
    return beside
