"""``python -m exportsim`` is the console script."""

from exportsim.cli import main

if __name__ == "__main__":
    main(prog_name="exportsim")
