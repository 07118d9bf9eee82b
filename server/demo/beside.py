"""A draft poll and a question in the conference that is running."""

from datetime import timedelta
from uuid import UUID

from server.conference.models import Conference
from server.conference.polls.models import Poll, PollOption
from server.conference.questions.models import Question, QuestionVote
from server.demo.planting import Garden, demo_id

QUESTION = "Which of the four tables shall we cook first?"
OPTIONS = ("The one from Bakı", "The one from Ankara", "The one from Tbilisi", "The one from Ferrara")
ASKED = "Can one leave out the walnuts?"


def add_beside(garden: Garden, conference: Conference, inside: list[UUID]) -> None:
    """What whoever comes into the last free seat finds to open and to answer."""
    poll = Poll(
        id=demo_id("poll", QUESTION),
        conference_id=conference.id,
        created_by=conference.host_id,
        question=QUESTION,
        multiple=False,
        anonymous=True,
        position=0,
    )
    garden.add(poll)
    for place, text in enumerate(OPTIONS):
        garden.add(PollOption(id=demo_id("poll option", text), poll_id=poll.id, position=place, text=text))
    author, *others = inside[::-1]
    question = Question(
        id=demo_id("question", ASKED),
        conference_id=conference.id,
        user_id=author,
        text=ASKED,
        votes=3,
        asked_at=garden.now - timedelta(minutes=2),
    )
    garden.add(question)
    garden.add(*(QuestionVote(question_id=question.id, user_id=user) for user in others[:3]))
    conference.questions_asked = 1
