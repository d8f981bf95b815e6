"""Comments that ignore a warning: they give a reason, and there is something to ignore."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR151", "warning")
def ignored_without_reason() -> None:
    """A warning is ignored with a reason.

    Whoever reads the manifest next has to know why the warning was passed over. `# hitrec: ignore HR416 because …`
    holds for its line, or alone on a line for the next line that holds something; above the first line of a manifest
    also for the manifest as a whole and for rows of catalogs. Without `because` and a reason nothing is ignored.

    bad:

        theme: The Dark  # hitrec: ignore HR416

    good:

        theme: The Dark  # the network's words
    """


@told("HR152", "warning")
def unknown_rule_ignored() -> None:
    """A comment that ignores names rules that there are.

    A misspelled id ignores nothing. `hitrec validate --rules` lists all ids, several are parted by commas.

    bad:

        theme: The Dark  # hitrec: ignore HR999 because the network wants it so

    good:

        theme: The Dark  # the network wants it so
    """


@told("HR153", "warning")
def error_ignored() -> None:
    """Only warnings and notes are ignored, never errors.

    An error stops the render, whatever a comment says: mend what it names and remove the comment.

    bad:

        theme: The Dark  # hitrec: ignore HR110 because the key comes with the next version

    good:

        theme: The Dark
    """


@told("HR154", "warning")
def nothing_to_ignore() -> None:
    """A comment that ignores is there only as long as there is something to ignore.

    What it excused has been mended or has moved to another line. Left behind, it would hide the next mistake of that
    kind. This is told of a manifest without errors that has its lock, as only then all rules have looked at it.

    bad:

        # hitrec: ignore HR154 because this is what the page is about
        theme: The Dark

    good:

        theme: The Dark
    """
