"""Everything that moderation sends and receives, by theme."""

from server.moderation.wire.audit import (
    AuditLine as AuditLine,
)
from server.moderation.wire.audit import (
    AuditPage as AuditPage,
)
from server.moderation.wire.cases import (
    AddNote as AddNote,
)
from server.moderation.wire.cases import (
    AppealCase as AppealCase,
)
from server.moderation.wire.cases import (
    AskToOpen as AskToOpen,
)
from server.moderation.wire.cases import (
    Case as Case,
)
from server.moderation.wire.cases import (
    CaseList as CaseList,
)
from server.moderation.wire.cases import (
    CaseReport as CaseReport,
)
from server.moderation.wire.cases import (
    CaseState as CaseState,
)
from server.moderation.wire.cases import (
    CaseStep as CaseStep,
)
from server.moderation.wire.cases import (
    CaseSummary as CaseSummary,
)
from server.moderation.wire.cases import (
    Decision as Decision,
)
from server.moderation.wire.cases import (
    Evidence as Evidence,
)
from server.moderation.wire.cases import (
    EvidenceMaterial as EvidenceMaterial,
)
from server.moderation.wire.cases import (
    EvidenceMessage as EvidenceMessage,
)
from server.moderation.wire.cases import (
    EvidencePart as EvidencePart,
)
from server.moderation.wire.cases import (
    MoveCase as MoveCase,
)
from server.moderation.wire.cases import (
    Opening as Opening,
)
from server.moderation.wire.cases import (
    Outcome as Outcome,
)
from server.moderation.wire.cases import (
    OwnMeasure as OwnMeasure,
)
from server.moderation.wire.cases import (
    OwnReport as OwnReport,
)
from server.moderation.wire.cases import (
    OwnReports as OwnReports,
)
from server.moderation.wire.cases import (
    Reason as Reason,
)
from server.moderation.wire.cases import (
    ResolveCase as ResolveCase,
)
from server.moderation.wire.cases import (
    SendReport as SendReport,
)
from server.moderation.wire.cases import (
    Target as Target,
)
from server.moderation.wire.cases import (
    Text as Text,
)
from server.moderation.wire.cases import (
    WayToPlace as WayToPlace,
)
from server.moderation.wire.lists import (
    ChangeFilters as ChangeFilters,
)
from server.moderation.wire.lists import (
    FilterList as FilterList,
)
from server.moderation.wire.lists import (
    FilterLists as FilterLists,
)
from server.moderation.wire.lists import (
    ImportFilters as ImportFilters,
)
from server.moderation.wire.lists import (
    TriedFinding as TriedFinding,
)
from server.moderation.wire.lists import (
    TriedText as TriedText,
)
from server.moderation.wire.lists import (
    TryText as TryText,
)
from server.moderation.wire.watching import (
    Access as Access,
)
from server.moderation.wire.watching import (
    AccessList as AccessList,
)
from server.moderation.wire.watching import (
    Answering as Answering,
)
from server.moderation.wire.watching import (
    ApproveMessage as ApproveMessage,
)
from server.moderation.wire.watching import (
    ChatWarning as ChatWarning,
)
from server.moderation.wire.watching import (
    ChatWarnings as ChatWarnings,
)
from server.moderation.wire.watching import (
    DecidedMessages as DecidedMessages,
)
from server.moderation.wire.watching import (
    DecideMessages as DecideMessages,
)
from server.moderation.wire.watching import (
    Granted as Granted,
)
from server.moderation.wire.watching import (
    HeldItem as HeldItem,
)
from server.moderation.wire.watching import (
    Hint as Hint,
)
from server.moderation.wire.watching import (
    LastMessage as LastMessage,
)
from server.moderation.wire.watching import (
    MuteChanged as MuteChanged,
)
from server.moderation.wire.watching import (
    Muted as Muted,
)
from server.moderation.wire.watching import (
    MutePupil as MutePupil,
)
from server.moderation.wire.watching import (
    MyPupil as MyPupil,
)
from server.moderation.wire.watching import (
    MyPupils as MyPupils,
)
from server.moderation.wire.watching import (
    MyPupilsChanged as MyPupilsChanged,
)
from server.moderation.wire.watching import (
    Note as Note,
)
from server.moderation.wire.watching import (
    OpenRoom as OpenRoom,
)
from server.moderation.wire.watching import (
    PastAct as PastAct,
)
from server.moderation.wire.watching import (
    PupilSpace as PupilSpace,
)
from server.moderation.wire.watching import (
    ReadMessage as ReadMessage,
)
from server.moderation.wire.watching import (
    ReturnMessage as ReturnMessage,
)
from server.moderation.wire.watching import (
    RoomPast as RoomPast,
)
from server.moderation.wire.watching import (
    RoomRules as RoomRules,
)
from server.moderation.wire.watching import (
    RoomWithout as RoomWithout,
)
from server.moderation.wire.watching import (
    SetRoomRules as SetRoomRules,
)
from server.moderation.wire.watching import (
    UnwatchWall as UnwatchWall,
)
from server.moderation.wire.watching import (
    WallChanged as WallChanged,
)
from server.moderation.wire.watching import (
    WallRoom as WallRoom,
)
from server.moderation.wire.watching import (
    WallState as WallState,
)
from server.moderation.wire.watching import (
    WarnAuthor as WarnAuthor,
)
from server.moderation.wire.watching import (
    WarningGiven as WarningGiven,
)
from server.moderation.wire.watching import (
    WarningOver as WarningOver,
)
from server.moderation.wire.watching import (
    WatchWall as WatchWall,
)
