"""Word 97, WPS and RTF files: LibreOffice makes .docx of them, and the reader of .docx reads that.

Owns the finding and running of LibreOffice: a process of its own with a profile folder, limits and no way to the
network. Nothing of the file is parsed here. Knows nothing of what a document is made of.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.document import Reading
from indexer.errors import SourceError

#: Seconds that one conversion may take, and bytes that it may write.
TIME_LIMIT = 60
MAX_WRITTEN = 256 * 1024 * 1024
MAX_RESULT = 64 * 1024 * 1024
_MEMORY = 4 * 1024**3

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_MISSING = (
    "读这种文件需要 LibreOffice，本机没有找到，未导入；请安装它（Debian、Ubuntu：apt-get install libreoffice-writer-nogui；"
    "Windows、macOS：libreoffice.org），或用 Word、WPS 另存为 .docx 再导入"
)
_FAILED = "LibreOffice 没能打开它（可能已损坏或设了密码），未导入；请用 Word、WPS 打开后另存为 .docx"
# What to make, the suffix of the result, best first.
_TARGETS = (("docx:MS Word 2007 XML", "docx"), ("txt:Text (encoded):UTF8", "txt"))
# No macros, no links followed, and a proxy at which nobody listens: a document must not call anybody.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Converted:
    """What LibreOffice made of a file: ``kind`` is docx, or txt where it could not make that."""

    kind: str
    data: bytes


_PREPARED: ContextVar[Converted | None] = ContextVar("prepared", default=None)


def read_office(data: bytes) -> Reading:
    """A Reading of a .doc, .wps or .rtf file by way of LibreOffice; takes 1–3 s, at most TIME_LIMIT for a conversion.

    Inside :func:`prepared` the conversion that was made before is read, and no program is run. Raises SourceError that
    says what to install where LibreOffice is not, or that it could not open the file.
    """
    converted = _PREPARED.get() or convert(data)
    if converted.kind == "docx":
        from indexer.readers.docx import read_docx

        return read_docx(converted.data)
    from indexer.readers.text import read_text

    reading = read_text(converted.data)
    doubt = "LibreOffice 只能转出纯文本，表格、脚注的格式没有了，请与原件核对"
    return replace(reading, doubts=(doubt, *reading.doubts))


def needs_office(data: bytes) -> bool:
    """Whether bytes begin as the files do that :func:`read_office` reads; more is not looked at."""
    from indexer.readers.sniff import sniff

    return data.startswith((b"{\\rtf", b"\xd0\xcf\x11\xe0")) and sniff(data) in ("doc", "rtf")


@contextmanager
def prepared(converted: Converted | None) -> Iterator[None]:
    """While it lasts, :func:`read_office` reads ``converted``: for a process that may run no other."""
    token = _PREPARED.set(converted)
    try:
        yield
    finally:
        _PREPARED.reset(token)


def find_office() -> str | None:
    """The path of LibreOffice on this machine; None if there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def convert(data: bytes) -> Converted:
    """What LibreOffice makes of a file: .docx or, where that fails, plain text. Raises SourceError as read_office does.

    The folder that it works in is removed afterwards, and its processes are ended if they are not done in time.
    """
    program = find_office()
    if program is None:
        raise SourceError(_MISSING)
    with TemporaryDirectory(prefix="baogao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / ("document.rtf" if data.startswith(b"{\\rtf") else "document.doc")
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, encoding="utf-8")
        for target, suffix in _TARGETS:
            _run(program, folder, source, target)
            result = folder / "out" / f"document.{suffix}"
            if result.is_file() and 0 < result.stat().st_size <= MAX_RESULT:
                return Converted(suffix, result.read_bytes())
    raise SourceError(_FAILED)


def _run(program: str, folder: Path, source: Path, target: str) -> None:
    """One conversion; raises SourceError if it takes too long. Its exit status tells nothing: the result decides."""
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", target, "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    environment = {
        name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
    }
    environment |= {"HOME": str(folder), "LC_ALL": "C.UTF-8"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, cwd=folder, start_new_session=True
    ) as process:
        _limit(process.pid)
        try:
            process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired:
            raise SourceError(
                f"LibreOffice 转换超过 {TIME_LIMIT} 秒，已停止，未导入；请用 Word、WPS 打开后另存为 .docx"
            ) from None
        finally:
            _end(process)


def _limit(pid: int) -> None:
    """Bounds of time, memory and files for LibreOffice and what it starts, where the system can set them."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        for what, bound in (
            (resource.RLIMIT_CPU, TIME_LIMIT),
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, MAX_WRITTEN),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.prlimit(pid, what, (bound, bound))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with all that it started: it is the leader of a session of its own."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
