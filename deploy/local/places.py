"""Where things are in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BACKEND = ROOT / "backend"
FRONTEND = ROOT / "frontend"
OPENAPI = ROOT / "openapi"
DEPLOY = ROOT / "deploy"
VENV = BACKEND / ".venv"
VENV_BIN = VENV / "bin"
PYTHON = VENV_BIN / "python"
STANDALONE = FRONTEND / ".next" / "standalone"
