"""`make run`: prepares what is missing, then serves the site with the `demo` settings until Ctrl+C.

What was prepared is remembered in `DATA_DIR/prepared.json` by a fingerprint of what it was made from, so that
a second start does none of it again and need not load Django twice.
"""

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"

from config.env import data_dir, env  # noqa: E402  (the lines above make it importable)

DATA_DIR = data_dir()
PORT = env("PORT")
STAMPS = DATA_DIR / "prepared.json"
READY_SECONDS = 60
DUE_SECONDS = 60


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Return a digest of the files' names, sizes and times, of the pinned packages and of the words."""
    digest = hashlib.sha256("\0".join(words).encode())
    digest.update((ROOT / "requirements.txt").read_bytes())
    for file in sorted(files):
        stat = file.stat()
        digest.update(f"{file.relative_to(ROOT)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def manage(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a management command and return its process."""
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT)


def finish(process: subprocess.Popen[bytes]) -> None:
    """Wait for a management command; stop here if it failed."""
    if process.wait():
        sys.exit(f"Gagal (failed): {' '.join(process.args[1:])}")


def prepare() -> None:
    """Bring static files, tables and example content up to date, each only when it is not."""
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    done = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
    database = env("DATABASE_URL") or "sqlite"
    if database == "sqlite" and not (DATA_DIR / "db.sqlite3").exists():
        done.pop("tables", None)
        done.pop("content", None)
    if not (DATA_DIR / "static").is_dir():
        done.pop("static", None)

    folders = [ROOT / "static", *(app.with_name("static") for app in ROOT.glob("*/apps.py"))]
    wanted = {
        "static": fingerprint(file for folder in folders for file in folder.rglob("*") if file.is_file()),
        "tables": fingerprint(ROOT.glob("*/migrations/*.py"), database),
        "content": database,
    }

    def remember(name: str) -> None:
        done[name] = wanted[name]
        STAMPS.write_text(json.dumps(done, indent=1))

    collecting = None
    if done.get("static") != wanted["static"]:
        print("Menyiapkan berkas statis ... (collecting static files)", flush=True)
        collecting = manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")
    try:
        if done.get("tables") != wanted["tables"]:
            print("Menyiapkan basis data ... (preparing the database)", flush=True)
            finish(manage("migrate", "--noinput", "--verbosity", "0"))
            remember("tables")
        if done.get("content") != wanted["content"]:
            print("Membuka desa dan mengisi konten contoh ... (villages and example content)", flush=True)
            finish(manage("open_villages"))
            finish(manage("load_example_content"))
            remember("content")
        if collecting:
            finish(collecting)
            remember("static")
    finally:
        if collecting and collecting.poll() is None:
            collecting.terminate()


def require_free_port() -> None:
    """Stop with a clear line if something already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            sys.exit(f"Port {PORT} sedang dipakai (in use). Coba: make run PORT={PORT + 1}")


def wait_until_ready(server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; stop if it ends before that or takes too long."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit("Server berhenti saat dinyalakan (the server stopped while starting).")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            server.terminate()
            sys.exit(f"Server menjawab {error.code} (the server answered {error.code}).")
        except OSError:
            time.sleep(0.1)
    server.terminate()
    sys.exit("Server belum siap juga (the server did not get ready).")


def serve_and_run_due(server: subprocess.Popen[bytes]) -> int:
    """Do what falls due each minute while the server runs; return its exit code."""
    while True:
        try:
            return server.wait(timeout=DUE_SECONDS)
        except subprocess.TimeoutExpired:
            manage("run_due").wait()


def serve() -> int:
    """Run gunicorn until it ends or someone stops it; return its exit code."""
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "--log-level", "warning"], cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        wait_until_ready(server)
        print(
            f"""
Portal dan desa  : http://127.0.0.1:{PORT}/ (portal and villages)
Masuk pengelola  : http://127.0.0.1:{PORT}/admin/ (editors sign in)
Akun contoh      : {DATA_DIR / "example-accounts.csv"} (example accounts)
Menghentikan     : Ctrl+C (stop)
""",
            flush=True,
        )
        return serve_and_run_due(server)
    except KeyboardInterrupt:
        server.terminate()
        return server.wait()


if __name__ == "__main__":
    require_free_port()
    try:
        prepare()
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(serve())
