"""Materials over HTTP. Each byte is given out to whoever may see the space at that moment."""

from starlette.responses import Response

from campus.materials import deleting, folders, listing, moving, uploads
from campus.materials.wire import (
    DeleteFolder,
    Folder,
    FolderList,
    Material,
    MaterialPage,
    MoveFolder,
    MoveMaterials,
    NewFolder,
    NewUpload,
    NewVideo,
    RenameFolder,
)
from server.core.http import Call, Route
from server.core.permissions import Right


async def list_folders(call: Call) -> FolderList:
    """The albums and folders of a space."""
    return await folders.all_folders(call.by, call.path["space"])


async def create_folder(call: Call) -> Folder:
    """Make an album or a folder."""
    return await folders.create(call.by, call.path["space"], call.body)


async def rename_folder(call: Call) -> None:
    """Give an album or a folder another name."""
    await folders.rename(call.by, call.path["space"], call.path["folder"], call.body)


async def move_folder(call: Call) -> None:
    """Put an album or a folder elsewhere among the others."""
    await moving.move_folder(call.by, call.path["space"], call.path["folder"], call.body)


async def delete_folder(call: Call) -> None:
    """Delete an album or a folder, with what the reader was told is in it."""
    await deleting.delete_folder(call.by, call.path["space"], call.path["folder"], call.body)


async def list_materials(call: Call) -> MaterialPage:
    """The newest of a space; `section` and `folder` narrow it, `before` goes on, `limit` is at most 100."""
    return await listing.some(call.by, call.path["space"], call.query)


async def upload(call: Call) -> Material:
    """Upload an image or a file."""
    return await uploads.upload(call.by, call.path["space"], call.body, call.request.stream())


async def add_video(call: Call) -> Material:
    """Add a link to a video."""
    return await uploads.add_video(call.by, call.path["space"], call.body)


async def show(call: Call) -> Material:
    """One material."""
    async with call.site.database.read() as db:
        return await listing.one(call.by, db, call.path["space"], call.path["material"])


async def file(call: Call) -> Response:
    """The bytes of an image or a file."""
    return await listing.bytes_of(call.by, call.path["space"], call.path["material"], call.request, small=False)


async def thumbnail(call: Call) -> Response:
    """An image, small."""
    return await listing.bytes_of(call.by, call.path["space"], call.path["material"], call.request, small=True)


async def move(call: Call) -> None:
    """Put materials into another folder."""
    await moving.move(call.by, call.path["space"], call.body)


async def delete(call: Call) -> None:
    """Delete a material."""
    await deleting.delete(call.by, call.path["space"], call.path["material"])


ONE = "/api/spaces/{space}/materials/{material}"
FOLDER = "/api/spaces/{space}/folders/{folder}"

ROUTES = [
    Route("GET", "/api/spaces/{space}/folders", list_folders, Right.SEE_SPACE, gives=FolderList),
    Route(
        "POST",
        "/api/spaces/{space}/folders",
        create_folder,
        Right.FOLDER_CREATE,
        takes=NewFolder,
        gives=Folder,
        status=201,
    ),
    Route("POST", f"{FOLDER}/rename", rename_folder, Right.FOLDER_CREATE, takes=RenameFolder),
    Route("POST", f"{FOLDER}/move", move_folder, Right.FOLDER_CREATE, takes=MoveFolder),
    Route("POST", f"{FOLDER}/delete", delete_folder, Right.MATERIAL_DELETE, takes=DeleteFolder),
    Route("GET", "/api/spaces/{space}/materials", list_materials, Right.SEE_SPACE, gives=MaterialPage),
    Route(
        "POST",
        "/api/spaces/{space}/materials",
        upload,
        Right.MATERIAL_ADD,
        takes=NewUpload,
        gives=Material,
        status=201,
        streams=True,
    ),
    Route(
        "POST", "/api/spaces/{space}/videos", add_video, Right.MATERIAL_ADD, takes=NewVideo, gives=Material, status=201
    ),
    Route("POST", "/api/spaces/{space}/moves", move, Right.MATERIAL_ADD, takes=MoveMaterials),
    Route("GET", ONE, show, Right.SEE_SPACE, gives=Material),
    Route("GET", f"{ONE}/file", file, Right.SEE_SPACE),
    Route("GET", f"{ONE}/thumbnail", thumbnail, Right.SEE_SPACE),
    Route("DELETE", ONE, delete, Right.MATERIAL_DELETE),
]
