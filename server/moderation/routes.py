"""Moderation over HTTP: one request decides, also from a phone that is in no room."""

from __future__ import annotations

from starlette.responses import Response

from server.chat.wire import Message
from server.core.exporting import csv_file, csv_stream
from server.core.http import Call, Door, Route
from server.core.permissions import Right
from server.moderation import (
    actions,
    audit,
    calming,
    cases,
    decisions,
    grants,
    lists,
    openings,
    past,
    pupils,
    reporters,
    reports,
    warning,
    wire,
)


async def approve(call: Call) -> Message:
    """Let everybody read a held message."""
    return await actions.approve(call.by, call.path["room"], call.path["message"], call.body)


async def give_back(call: Call) -> Message:
    """Send a held message back with a hint."""
    return await actions.give_back(call.by, call.path["room"], call.path["message"], call.body)


async def hold(call: Call) -> Message:
    """Hold a message that everybody reads."""
    return await actions.hold(call.by, call.path["room"], call.path["message"])


async def decide_all(call: Call) -> wire.DecidedMessages:
    """Decide about several messages."""
    return await actions.decide_all(call.by, call.path["room"], call.body)


async def remove(call: Call) -> Message:
    """Delete a message."""
    return await actions.remove(call.by, call.path["room"], call.path["message"])


async def warn(call: Call) -> wire.ChatWarning:
    """Tell a pupil something about a message."""
    return await warning.warn(call.by, call.path["room"], call.path["message"], call.body)


async def take_warning_back(call: Call) -> None:
    """Undo that."""
    await warning.take_back(call.by, call.path["room"], call.path["warning"])


async def get_warnings(call: Call) -> wire.ChatWarnings:
    """Warnings in a room."""
    return await warning.listed(call.by, call.path["room"])


async def understand_warning(call: Call) -> None:
    """A pupil has read one."""
    await warning.understood(call.by, call.path["room"], call.path["warning"])


async def get_rules(call: Call) -> wire.RoomRules:
    """A chatroom's rules."""
    return await calming.rules_of(call.by, call.path["room"])


async def set_rules(call: Call) -> wire.RoomRules:
    """Change a chatroom's rules."""
    return await calming.set_rules(call.by, call.path["room"], call.body)


async def mute(call: Call) -> wire.RoomRules:
    """Mute a pupil."""
    return await calming.mute(call.by, call.path["room"], call.body)


async def unmute(call: Call) -> wire.RoomRules:
    """Let a pupil write again."""
    return await calming.unmute(call.by, call.path["room"], call.path["user"])


async def get_filters(call: Call) -> wire.FilterLists:
    """The lists of words and hosts."""
    return await lists.listed(call.by)


async def change_filters(call: Call) -> wire.FilterLists:
    """Change or import a list."""
    return await lists.change(call.by, call.body)


async def import_filters(call: Call) -> wire.FilterLists:
    """Take a file into the lists."""
    return await lists.imported(call.by, call.body)


async def export_filters(call: Call) -> Response:
    """All lists as a CSV file."""
    return csv_file("filters.csv", await lists.exported(call.by))


async def try_text(call: Call) -> wire.TriedText:
    """Try a text against detectors and lists."""
    return await lists.try_text(call.by, call.body)


async def send_report(call: Call) -> wire.OwnReport:
    """Report something."""
    return await reports.send(call.by, call.path["space"], call.body)


async def own_reports(call: Call) -> wire.OwnReports:
    """The reader's own reports."""
    return await reporters.mine(call.by)


async def list_cases(call: Call) -> wire.CaseList:
    """The cases that the reader may handle; with `over`, those that are decided."""
    return await cases.listed(call.by, over="over" in call.query)


async def show_case(call: Call) -> wire.Case:
    """One of them."""
    return await cases.shown(call.by, call.path["case"])


async def note_case(call: Call) -> wire.Case:
    """A note in its timeline."""
    return await cases.note(call.by, call.path["case"], call.body)


async def move_case(call: Call) -> wire.Case:
    """Take it into work."""
    return await cases.move(call.by, call.path["case"], call.body)


async def resolve_case(call: Call) -> wire.Case:
    """Decide it, or its appeal."""
    return await cases.resolve(call.by, call.path["case"], call.body)


async def appeal_case(call: Call) -> None:
    """Ask for another decision."""
    await cases.appeal(call.by, call.path["case"], call.body)


async def read_decision(call: Call) -> wire.Decision:
    """What was decided about whoever is suspended, by the link of the letter about it."""
    return await decisions.read(call)


async def appeal_decision(call: Call) -> wire.Decision:
    """Ask for another decision by the same link."""
    return await decisions.appeal(call)


async def appeal_report(call: Call) -> None:
    """The same, by the own report."""
    await cases.appeal(call.by, await reporters.case_of(call.by, call.path["report"]), call.body)


async def ask_to_open(call: Call) -> wire.Case:
    """Ask for the evidence."""
    found, _ = await cases.required(call.by, call.path["case"])
    await openings.ask(call.by, found, call.body)
    return await cases.shown(call.by, found.id)


async def agree_to_open(call: Call) -> wire.Case:
    """Agree that it is opened."""
    found, _ = await cases.required(call.by, call.path["case"])
    await openings.agree(call.by, found, call.path["opening"])
    return await cases.shown(call.by, found.id)


async def read_evidence(call: Call) -> wire.Evidence:
    """Read it while it is open."""
    found, _ = await cases.required(call.by, call.path["case"])
    return await openings.read(call.by, found)


async def read_evidence_file(call: Call) -> Response:
    """The bytes of a reported material, while it is open."""
    found, _ = await cases.required(call.by, call.path["case"])
    return await openings.read_file(call.by, found, call.path["capsule"])


async def my_pupils(call: Call) -> wire.MyPupils:
    """The pupils for whom the reader answers."""
    return await pupils.mine(call.by)


async def open_room(call: Call) -> wire.Granted:
    """Look into a private space, for a reason."""
    return await grants.open_room(call.by, call.path["watched"], call.body)


async def room_past(call: Call) -> wire.RoomPast:
    """Who answers for the pupils of a room one was let into, and what was done there."""
    return await past.of_room(call.by, call.path["room"], None)


async def pupil_past(call: Call) -> wire.RoomPast:
    """The same, with what was done about one of its pupils."""
    return await past.of_room(call.by, call.path["room"], call.path["pupil"])


async def list_accesses(call: Call) -> wire.AccessList:
    """Who of outside staff was let in."""
    return await grants.accesses(call.by, call.path["space"])


async def list_audit(call: Call) -> wire.AuditPage:
    """The newest lines of the audit log; `before` goes on, `action` and `safeguarding` narrow it."""
    return await audit.listed(call.by, call.query)


async def export_audit(call: Call) -> Response:
    """The audit log as a CSV file."""
    return csv_stream("audit.csv", await audit.exported(call.by, call.query.get("since"), call.query.get("until")))


CASE = "/api/cases/{case}"
MESSAGE = "/api/rooms/{room}/messages/{message}"
WARNING = "/api/rooms/{room}/warnings/{warning}"

ROUTES: list[Route] = [
    Route("POST", f"{MESSAGE}/approve", approve, Right.CHAT_DELETE, takes=wire.ApproveMessage, gives=Message),
    Route("POST", f"{MESSAGE}/return", give_back, Right.CHAT_DELETE, takes=wire.ReturnMessage, gives=Message),
    Route("POST", f"{MESSAGE}/hold", hold, Right.CHAT_DELETE, gives=Message),
    Route("POST", f"{MESSAGE}/delete", remove, Right.CHAT_DELETE, gives=Message),
    Route(
        "POST",
        "/api/rooms/{room}/decisions",
        decide_all,
        Right.CHAT_DELETE,
        takes=wire.DecideMessages,
        gives=wire.DecidedMessages,
    ),
    Route("POST", f"{MESSAGE}/warn", warn, Right.CHAT_DELETE, takes=wire.WarnAuthor, gives=wire.ChatWarning),
    Route("GET", "/api/rooms/{room}/warnings", get_warnings, Right.CHAT_READ, gives=wire.ChatWarnings),
    Route("POST", f"{WARNING}/take-back", take_warning_back, Right.CHAT_DELETE),
    Route("POST", f"{WARNING}/understood", understand_warning, Right.CHAT_READ),
    Route("GET", "/api/rooms/{room}/rules", get_rules, Right.CHAT_READ, gives=wire.RoomRules),
    Route(
        "POST", "/api/rooms/{room}/rules", set_rules, Right.CHAT_DELETE, takes=wire.SetRoomRules, gives=wire.RoomRules
    ),
    Route("POST", "/api/rooms/{room}/mutes", mute, Right.CHAT_DELETE, takes=wire.MutePupil, gives=wire.RoomRules),
    Route("POST", "/api/rooms/{room}/mutes/{user}/lift", unmute, Right.CHAT_DELETE, gives=wire.RoomRules),
    Route(
        "POST",
        "/api/spaces/{space}/reports",
        send_report,
        Right.CHAT_REPORT,
        takes=wire.SendReport,
        gives=wire.OwnReport,
        status=201,
    ),
    # What follows is the reader's own, or a case whose handlers the action finds out: teachers handle those of their
    # pupils without a row of the matrix (domain 6.4.5), all others by REPORTS_HANDLE.
    Route("GET", "/api/reports", own_reports, Door.SIGNED_IN, gives=wire.OwnReports),
    Route("POST", "/api/reports/{report}/appeal", appeal_report, Door.SIGNED_IN, takes=wire.AppealCase),
    # Whoever is suspended cannot sign in: the signed link of a letter lets its holder do this and nothing else.
    Route("GET", "/api/decisions/{token:str}", read_decision, Door.PUBLIC, gives=wire.Decision),
    Route(
        "POST",
        "/api/decisions/{token:str}/appeal",
        appeal_decision,
        Door.PUBLIC,
        takes=wire.AppealCase,
        gives=wire.Decision,
    ),
    Route("GET", "/api/cases", list_cases, Door.SIGNED_IN, gives=wire.CaseList),
    Route("GET", CASE, show_case, Door.SIGNED_IN, gives=wire.Case),
    Route("POST", f"{CASE}/notes", note_case, Door.SIGNED_IN, takes=wire.AddNote, gives=wire.Case),
    Route("POST", f"{CASE}/move", move_case, Door.SIGNED_IN, takes=wire.MoveCase, gives=wire.Case),
    Route("POST", f"{CASE}/resolve", resolve_case, Door.SIGNED_IN, takes=wire.ResolveCase, gives=wire.Case),
    Route("POST", f"{CASE}/appeal", appeal_case, Door.SIGNED_IN, takes=wire.AppealCase),
    Route("POST", f"{CASE}/openings", ask_to_open, Door.SIGNED_IN, takes=wire.AskToOpen, gives=wire.Case),
    Route("POST", f"{CASE}/openings/{{opening}}/agree", agree_to_open, Door.SIGNED_IN, gives=wire.Case),
    Route("GET", f"{CASE}/evidence", read_evidence, Door.SIGNED_IN, gives=wire.Evidence),
    Route("GET", f"{CASE}/evidence/{{capsule}}/file", read_evidence_file, Door.SIGNED_IN),
    Route("GET", "/api/my-pupils", my_pupils, Door.SIGNED_IN, gives=wire.MyPupils),
    Route(
        "POST",
        "/api/moderation/rooms/{watched}/open",
        open_room,
        Right.REPORTS_HANDLE,
        takes=wire.OpenRoom,
        gives=wire.Granted,
    ),
    Route("GET", "/api/rooms/{room}/past", room_past, Right.CHAT_DELETE, gives=wire.RoomPast),
    Route("GET", "/api/rooms/{room}/past/{pupil}", pupil_past, Right.CHAT_DELETE, gives=wire.RoomPast),
    Route("GET", "/api/spaces/{space}/accesses", list_accesses, Right.CHAT_MODERATE, gives=wire.AccessList),
    Route("GET", "/api/moderation/audit", list_audit, Right.SETTINGS, gives=wire.AuditPage),
    Route("GET", "/api/moderation/audit.csv", export_audit, Right.SETTINGS),
    Route("GET", "/api/moderation/filters", get_filters, Right.SETTINGS, gives=wire.FilterLists),
    Route(
        "POST",
        "/api/moderation/filters",
        change_filters,
        Right.SETTINGS,
        takes=wire.ChangeFilters,
        gives=wire.FilterLists,
    ),
    Route(
        "POST",
        "/api/moderation/filters/import",
        import_filters,
        Right.SETTINGS,
        takes=wire.ImportFilters,
        gives=wire.FilterLists,
    ),
    Route("GET", "/api/moderation/filters.csv", export_filters, Right.SETTINGS),
    Route("POST", "/api/moderation/filters/try", try_text, Right.SETTINGS, takes=wire.TryText, gives=wire.TriedText),
]
