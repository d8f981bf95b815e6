"""`python -m hitrec_cli` is `hitrec`."""

from hitrec_cli.cli.main import run

if __name__ == "__main__":
    run()
