"""The rows and the columns of the permission matrix (domain 5.2); the cells stand in permissions.csv."""

from enum import StrEnum


class Right(StrEnum):
    """One action of the matrix each; the value is the action's text in permissions.csv."""

    # Entry and profile
    PUBLIC_PAGES_SEE = "View public pages, public project page, gateway content"
    REGISTER = "Register as general user / ask for validation"
    PROFILE_EDIT = "Edit own profile"
    PASSWORD_CHANGE = "Change own password"
    PEOPLE_SEARCH = "Search people and schools"
    PEOPLE_BE_FOUND = "Be found in people search"
    CONTACT_REQUEST = "Send or answer a contact request"
    MESSAGE_CONTACT = "Private message to a contact / project member"
    MESSAGE_PUPIL = "Private message teacher → own pupil, in the space"
    # Live: chatroom
    CHAT_READ = "Enter and read"
    CHAT_WRITE = "Write, react, reply"
    CHAT_EDIT = "Edit own message (15 min)"
    CHAT_DELETE = "Delete message"
    CHAT_ATTACH = "Attach item from Materials"
    CHAT_REPORT = "Report a message"
    CHAT_MODERATE = "Mute a pupil, pause room, slow mode, opening hours"
    # Live: conference in a TwinSpace
    CONFERENCE_START = "Schedule or start (30/60/90, ≤ 25)"
    CONFERENCE_JOIN = "Join"
    CONFERENCE_MEDIA = "Own microphone and camera"
    CONFERENCE_SHARE = "Share screen or document"
    CONFERENCE_MODERATE = "Admit from lobby, mute, remove, lock, end"
    CONFERENCE_RECORD = "Record"
    # Live: events
    EVENTS_SEE = "See event list and event page"
    EVENT_CREATE = "Create event"
    EVENT_JOIN = "Join (if in the audience)"
    EVENT_ENTER = "Enter room from T−15 min"
    EVENT_PREPARE = "Enter room from T−24 h, upload documents, create polls"
    EVENT_RUN = "Start, record, publish recording link, end"
    EVENT_EDIT = "Edit or cancel event"
    # Projects
    PROJECT_CREATE = "Create, choose co-founder, submit"
    PROJECT_ANSWER = "Accept or decline being co-founder / member"
    PROJECT_DECIDE = "Approve, reject, ask for changes (pending project)"
    PROJECT_EDIT = "Edit project data, invite teachers from contacts"
    PROJECT_CLOSE = "Close, reopen"
    # TwinSpace home, pages, materials, forums
    SEE_SPACE = "See private space"
    BULLETIN = "See and write teacher bulletin"
    JOURNAL_POST = "Post in project journal"
    JOURNAL_PIN = "Pin a journal post, theme, logo"
    PAGE_CREATE = "Create page"
    PAGE_EDIT = "Edit page"
    PAGE_RULES = "Set who can see / edit"
    PAGE_PUBLISH = 'Set "Everyone on the Internet"'
    PAGE_ARRANGE = "Reorder, archive, restore page or revision"
    FOLDER_CREATE = "Create album or folder"
    MATERIAL_ADD = "Upload image or file, add video link"
    MATERIAL_DELETE = "Delete material"
    FORUM_CREATE = "Create forum"
    THREAD_OPEN = "Open thread"
    THREAD_REPLY = "Reply in thread"
    THREAD_MODERATE = "Lock, move, delete others' posts"
    # Members and pupils
    SEE_MEMBERS = "See member list"
    MEMBER_ADD = "Add teacher, guest"
    PUPIL_ADD = "Add pupil, set status, reset password"
    PUPIL_EXPORT = "Export invited pupils (Excel)"
    MEMBER_CHANGE = "Change a member's role, remove member"
    # Groups, rooms, partner forums, courses
    GROUP_JOIN = "Join group by its policy; create group (pending)"
    GROUP_APPROVE = "Approve group; mark featured"
    GROUP_MODERATE = "Moderate group content"
    ROOM_CREATE = "Create room, invite to room"
    PARTNER_FORUM = "Post and reply in partner forum"
    COURSE_SIGN_UP = "Sign up for a course or webinar"
    COURSE_RUN = "Create or run a course"
    # Recognition
    LABEL_APPLY = "Apply for NQL (own work)"
    LABEL_ASSESS = "Assess NQL, nominate for EQL"
    LABEL_AWARD = "Award EQL, run prize"
    PRIZE_APPLY = "Apply for prize (one per project), comment as member"
    CERTIFICATE = "Download own certificate; pupil certificate template"
    # Agency and admin
    AGENCY_APPOINT = "Register school, validate teacher, appoint ambassador"
    REPORTS_HANDLE = "Handle reports (own country / own group)"
    ACCOUNT_SUSPEND = "Suspend teacher account"
    GATEWAY_PUBLISH = "Publish gateway content, campaigns"
    SETTINGS = "Settings, flags, audit log, retention runs"


class Role(StrEnum):
    """The columns of the matrix."""

    ANONYMOUS = "AN"
    PUPIL_MEMBER = "PM"
    PUPIL_ADMIN = "PA"
    GUEST = "GV"
    TEACHER = "TM"
    FOUNDER = "FA"
    HOST = "EH"
    MODERATOR = "AM"
    AGENCY = "AG"
    ADMIN = "AD"


SPACE_AREAS = frozenset(
    {
        "Live: chatroom",
        "Live: conference in a TwinSpace",
        "TwinSpace home, pages, materials, forums",
        "Members and pupils",
    }
)
"""Areas of the matrix that lie inside one space: being a teacher somewhere gives nothing there."""

KEPT_WHEN_READ_ONLY = frozenset(
    {
        Right.SEE_SPACE,
        Right.SEE_MEMBERS,
        Right.CHAT_READ,
        Right.CHAT_REPORT,
        Right.CHAT_DELETE,
        Right.MATERIAL_DELETE,
        Right.PUPIL_ADD,
        Right.PUPIL_EXPORT,
        Right.MEMBER_CHANGE,
    }
)
"""A closed project can be read, judged and looked after, not written in (domain 6.2)."""

KEPT_IN_EVENTS = frozenset(
    {
        Right.SEE_SPACE,
        Right.CHAT_READ,
        Right.CHAT_WRITE,
        Right.CHAT_EDIT,
        Right.CHAT_DELETE,
        Right.CHAT_REPORT,
        Right.CHAT_MODERATE,
        Right.CONFERENCE_JOIN,
        Right.CONFERENCE_MEDIA,
        Right.CONFERENCE_SHARE,
        Right.CONFERENCE_MODERATE,
        Right.CONFERENCE_RECORD,
    }
)
"""The space of an event holds its room and nothing else: no pages, no materials, no other conference (R-064)."""

KEPT_WHEN_ARCHIVED = frozenset(
    {Right.SEE_SPACE, Right.SEE_MEMBERS, Right.MATERIAL_DELETE, Right.CHAT_REPORT, Right.CHAT_DELETE}
)
"""Archiving hides everything live (domain 6.2); pages stay readable (X-43). What is seen, or was seen before, can be
reported, and what was said or shown be taken away."""
