"""The folder for what belongs to this machine only: the generated key, the embedded database."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def local_folder() -> Path:
    """TRIALFINDER_DATA_DIR, or .local in the project. It need not exist yet."""
    return Path(os.environ.get("TRIALFINDER_DATA_DIR", "").strip() or PROJECT / ".local").resolve()


def make_local_folder(folder: Path) -> None:
    """Create a folder that others may pass through, whatever the umask; what lies in it is
    private by itself. One that exists is left as it is."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        os.chmod(folder, 0o711)


def local_secret_key() -> str:
    """The key of local mode, generated once; safe when several processes ask at the same time."""
    key_file = local_folder() / "secret_key"
    if not key_file.exists():
        make_local_folder(key_file.parent)
        with tempfile.NamedTemporaryFile("w", dir=key_file.parent, encoding="ascii") as new:
            new.write(secrets.token_urlsafe(64))
            new.flush()
            with contextlib.suppress(FileExistsError):
                os.link(new.name, key_file)  # whole or not at all, and never over another's
    return key_file.read_text(encoding="ascii")
