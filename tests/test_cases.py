"""The cases from public bug reports, all against the product (cases/README.md).

``BAOGAO_CASES`` names another folder of the same form. A case that fails because its feature has a later issue stands in
cases_pending.txt with the issue's name; that list may only shrink.
"""

import os
from pathlib import Path

import pytest
import yaml
from case_steps import NotApplicable, run_case

HERE = Path(__file__).resolve().parent
DEFAULT = HERE.parents[1] / "shared" / "cases"
FOLDER = Path(os.environ.get("BAOGAO_CASES", DEFAULT))
CASES = yaml.safe_load((FOLDER / "cases.yaml").read_text(encoding="utf-8")) if (FOLDER / "cases.yaml").is_file() else []
PENDING = dict(
    line.split(maxsplit=1)
    for line in (HERE / "cases_pending.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
#: How many cases waited for a later issue when the list was last shortened: the floor that may only fall.
MOST_PENDING = 0


@pytest.mark.skipif(not CASES, reason="../shared/cases is not here")
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case, tmp_path, record_property):
    """The product does what the case says is right."""
    pending = PENDING.get(case["id"])
    try:
        run_case(case, tmp_path / "home", FOLDER)
    except NotApplicable as reason:
        record_property("not applicable", str(reason))
        pytest.skip(f"not applicable: {reason}")
    except AssertionError:
        if pending:
            pytest.xfail(f"pending: {pending}")
        raise
    assert not pending, f"{case['id']} passes: take it out of cases_pending.txt"


def test_the_list_of_pending_cases_only_shrinks():
    """Nobody hides a failure in it."""
    assert len(PENDING) <= MOST_PENDING
